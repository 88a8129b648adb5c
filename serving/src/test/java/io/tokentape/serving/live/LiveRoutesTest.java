package io.tokentape.serving.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.serving.Samples;
import io.tokentape.serving.http.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The hub behind a real socket. */
class LiveRoutesTest {
    private static final LiveIntelligence LIVE = new LiveIntelligence(Samples.TOPIC, Samples.decoder());
    private final LiveHub<Intelligence> hub =
            new LiveHub<>(LIVE, "test", Duration.ofSeconds(60), 100, 2, Clock.systemUTC(), new SimpleMeterRegistry());
    private final TestServer server = TestServer.of(new LiveRoutes<>(LiveRoutes.INTELLIGENCE, hub));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aClientIsWelcomedServedAndHeard() throws Exception {
        Client client = new Client("/ws/v1/intelligence/");

        client.socket
                .sendText("{\"type\":\"init\",\"data\":{\"subscriptions\":\"a#b\"}}", true)
                .join();
        assertThat(client.next()).contains("\"type\":\"welcome\"");
        hub.publish(new LiveEvent<>(
                LIVE,
                0,
                7,
                Samples.TS,
                Samples.bytes(Samples.intelligence(1).setText("ünï 🚀").build())));
        assertThat(client.next()).contains("\"type\":\"message\"", "\"seq\":1", "ünï 🚀");
        client.socket.sendText("nonsense", true).join();
        assertThat(client.next()).contains("\"type\":\"error\"");
        client.socket.sendBinary(ByteBuffer.wrap(new byte[] {1}), true).join();
        assertThat(client.next()).contains("\"type\":\"error\"");
        client.socket.sendText("{\"type\":\"ping\"}", true).join();
        assertThat(client.next()).contains("\"type\":\"pong\"");
        hub.heartbeat();
        assertThat(client.next()).contains("\"type\":\"heartbeat\"");
        hub.close();
        assertThat(client.next()).isEqualTo("closed 1012 the server restarts");
    }

    @Test
    void thePathNeedsNoSlashAtItsEnd() throws Exception {
        Client client = new Client("/ws/v1/intelligence");

        client.socket.sendText("{\"type\":\"ping\"}", true).join();

        assertThat(client.next()).contains("pong");
    }

    @Test
    void oneClientTooManyIsSentAway() throws Exception {
        for (int i = 0; i < 2; i++) {
            Client client = new Client("/ws/v1/intelligence/");
            client.socket.sendText("{\"type\":\"ping\"}", true).join();
            assertThat(client.next()).contains("pong");
        }

        assertThat(new Client("/ws/v1/intelligence/").next()).isEqualTo("closed 1013 too many clients");
    }

    private final class Client implements WebSocket.Listener {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final StringBuilder part = new StringBuilder();
        private final WebSocket socket;

        Client(String path) {
            socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("ws://" + server.address() + path), this)
                    .join();
        }

        String next() throws InterruptedException {
            return heard.poll(20, TimeUnit.SECONDS);
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                heard.add(part.toString());
                part.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
            heard.add("closed " + code + " " + reason);
            return null;
        }
    }
}
