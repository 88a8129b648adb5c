package io.tokentape.connectors.webhook;

import io.tokentape.connectors.alerts.AlertOutlet;
import io.tokentape.connectors.alerts.AlertRefusedException;
import io.tokentape.connectors.alerts.HttpPost;
import io.tokentape.connectors.alerts.OutletAwayException;
import io.tokentape.schemas.avro.Alert;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One request an alert. An answer that speaks of the request itself refuses the alert; every other one that is no success
 * is taken for trouble of the receiver, a wrong key or address too: those are mended there, and nothing is lost meanwhile.
 */
final class WebhookOutlet implements AlertOutlet {
    /** Bad request, too large, wrong media type, not to be processed. */
    private static final Set<Integer> REFUSALS = Set.of(400, 413, 415, 422);

    private final URI url;
    private final WebhookSignature signature;
    private final HttpPost http;
    private final InstantSource clock;

    WebhookOutlet(URI url, WebhookSignature signature, HttpPost http, InstantSource clock) {
        this.url = url;
        this.signature = signature;
        this.http = http;
        this.clock = clock;
    }

    @Override
    public void deliver(List<Alert> alerts) throws OutletAwayException, AlertRefusedException {
        Alert alert = alerts.get(0);
        byte[] body = AlertJson.body(alert);
        long second = clock.instant().getEpochSecond();
        HttpPost.Answer answer = http.post(
                url,
                Map.of(
                        "webhook-id", alert.getId(),
                        "webhook-timestamp", Long.toString(second),
                        "webhook-signature", signature.of(alert.getId(), second, body)),
                body);
        if (answer.successful()) {
            return;
        }
        if (REFUSALS.contains(answer.status())) {
            throw new AlertRefusedException("the webhook refuses the alert with status " + answer.status());
        }
        throw new OutletAwayException("the webhook answered " + answer.status(), answer.retryAfter(), null);
    }
}
