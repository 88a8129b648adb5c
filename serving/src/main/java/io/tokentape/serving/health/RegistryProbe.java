package io.tokentape.serving.health;

import io.tokentape.schemas.wire.RegistrySettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Asks the schema registry for something small; well when one of its addresses answers. */
public final class RegistryProbe implements Dependency.Probe {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final HttpClient client;
    private final RegistrySettings registry;

    public RegistryProbe(HttpClient client, RegistrySettings registry) {
        this.client = client;
        this.registry = registry;
    }

    @Override
    public void run() throws Exception {
        IOException last = null;
        for (URI url : registry.urls()) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(url + "/config")).timeout(TIMEOUT);
            registry.userInfo().ifPresent(user -> request.header("Authorization", "Basic " + base64(user)));
            try {
                int status =
                        client.send(request.build(), BodyHandlers.discarding()).statusCode();
                if (status != 200) {
                    throw new HealthChecks.NotWell("answered " + status);
                }
                return;
            } catch (IOException e) {
                last = e;
            }
        }
        if (last != null) {
            throw last;
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
