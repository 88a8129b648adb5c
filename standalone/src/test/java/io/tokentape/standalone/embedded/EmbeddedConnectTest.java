package io.tokentape.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedConnectTest {
    @TempDir
    Path dir;

    @Test
    void servesItsPluginsAndKeepsItsTopicsOverARestart() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0)) {
            try (EmbeddedConnect connect = EmbeddedConnect.start(broker.bootstrapServers(), 0)) {
                assertThat(get(connect.url().resolve("/connector-plugins?connectorsOnly=false")))
                        .contains("ByteArrayConverter");
                assertThatThrownBy(() -> connect.put("nothing", Map.of("connector.class", "no.such.Connector")))
                        .hasMessageContaining("nothing");
            }
            try (EmbeddedConnect connect = EmbeddedConnect.start(broker.bootstrapServers(), 0)) {
                assertThat(get(connect.url().resolve("/connectors"))).isEqualTo("[]");
            }
        }
    }

    private static String get(URI uri) throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }
}
