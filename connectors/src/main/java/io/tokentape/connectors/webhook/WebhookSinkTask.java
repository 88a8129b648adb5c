package io.tokentape.connectors.webhook;

import io.tokentape.connectors.alerts.AlertSinkTask;
import io.tokentape.connectors.alerts.HttpPost;
import java.time.Clock;
import java.util.Map;

/** Tells a webhook. */
public final class WebhookSinkTask extends AlertSinkTask {
    @Override
    public void start(Map<String, String> props) {
        WebhookSinkConfig config = new WebhookSinkConfig(props);
        Clock clock = Clock.systemUTC();
        start(
                config,
                new WebhookOutlet(
                        config.url(),
                        new WebhookSignature(config.secret().value()),
                        new HttpPost(config.timeout()),
                        clock),
                deserializer(props),
                clock);
    }
}
