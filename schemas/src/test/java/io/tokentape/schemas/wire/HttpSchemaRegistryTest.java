package io.tokentape.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.schemas.avro.RawPost;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpSchemaRegistryTest {
    private static final Schema SCHEMA = RawPost.getClassSchema();

    private final Deque<Reply> replies = new ArrayDeque<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private String address;

    private record Reply(int status, String body) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::reply);
        server.start();
        address = "127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void reply(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        List<String> authorization = exchange.getRequestHeaders().get("Authorization");
        authorizations.add(authorization == null ? "" : authorization.get(0));
        exchange.getRequestBody().readAllBytes();
        Reply next = replies.remove();
        byte[] body = next.body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(next.status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private HttpSchemaRegistry registry(int attempts) {
        return registry(Map.of(RegistrySettings.URL, "http://" + address), attempts);
    }

    private static HttpSchemaRegistry registry(Map<String, String> settings, int attempts) {
        return new HttpSchemaRegistry(RegistrySettings.from(settings).retrying(attempts, Duration.ofMillis(1)));
    }

    @Test
    void registersOnceAndRemembers() {
        replies.add(new Reply(200, "{\"id\":7}"));
        HttpSchemaRegistry registry = registry(1);

        assertThat(registry.register("a b/c-value", SCHEMA)).isEqualTo(7);
        assertThat(registry.register("a b/c-value", SCHEMA)).isEqualTo(7);
        assertThat(registry.schemaById(7)).isSameAs(SCHEMA);
        assertThat(requests).containsExactly("POST /subjects/a%20b%2Fc-value/versions");
    }

    @Test
    void readsASchemaOnceAndRemembers() {
        replies.add(new Reply(200, "{\"schema\":\"\\\"string\\\"\"}"));
        HttpSchemaRegistry registry = registry(1);

        assertThat(registry.schemaById(3)).isEqualTo(Schema.create(Schema.Type.STRING));
        assertThat(registry.schemaById(3)).isEqualTo(Schema.create(Schema.Type.STRING));
        assertThat(requests).containsExactly("GET /schemas/ids/3");
    }

    @Test
    void asksAgainWhileTheRegistryIsInTrouble() {
        replies.add(new Reply(503, "{\"error_code\":50003,\"message\":\"no leader\"}"));
        replies.add(new Reply(429, ""));
        replies.add(new Reply(200, "{\"id\":1}"));

        assertThat(registry(3).register("x-value", SCHEMA)).isEqualTo(1);
        assertThat(requests).hasSize(3);
    }

    @Test
    void givesUpAfterTheLastAttempt() {
        replies.add(new Reply(500, "{\"error_code\":50001,\"message\":\"store\"}"));
        replies.add(new Reply(500, "{\"error_code\":50001,\"message\":\"store\"}"));

        assertThatThrownBy(() -> registry(2).register("x-value", SCHEMA))
                .isInstanceOf(SerializationException.class)
                .hasMessage("the registry at http://" + address
                        + " answers 500: store (asked 2 times); is it running, and" + " is schema.registry.url right?");
        assertThat(requests).hasSize(2);
    }

    @Test
    void saysThatTheRegistryIsAway() {
        server.stop(0);

        assertThatThrownBy(() -> registry(2).schemaById(1))
                .isInstanceOf(RegistryAwayException.class)
                .hasMessageStartingWith("registry away at http://" + address)
                .hasMessageContaining("asked 2 times");
    }

    @Test
    void triesTheNextAddress() throws IOException {
        HttpServer gone = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        int closed = gone.getAddress().getPort();
        gone.stop(0);
        replies.add(new Reply(200, "{\"id\":1}"));

        assertThat(registry(Map.of(RegistrySettings.URL, "http://127.0.0.1:" + closed + ", http://" + address), 1)
                        .register("x-value", SCHEMA))
                .isEqualTo(1);
    }

    @Test
    void saysWhyASchemaIsRefusedAndDoesNotAskAgain() {
        replies.add(new Reply(409, "{\"error_code\":409,\"message\":\"READER_FIELD_MISSING_DEFAULT_VALUE: mood\"}"));

        assertThatThrownBy(() -> registry(5).register("x-value", SCHEMA))
                .isInstanceOf(SerializationException.class)
                .hasMessageStartingWith(
                        "schema for subject x-value is incompatible: READER_FIELD_MISSING_DEFAULT_VALUE: mood");
        assertThat(requests).hasSize(1);
    }

    @Test
    void saysThatAnIdIsUnknown() {
        replies.add(new Reply(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}"));

        assertThatThrownBy(() -> registry(5).schemaById(9))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("knows no schema 9");
        assertThat(requests).hasSize(1);
    }

    @Test
    void looksUpOnlyWhereRegisteringIsOff() {
        Map<String, String> settings =
                Map.of(RegistrySettings.URL, "http://" + address, RegistrySettings.AUTO_REGISTER, "false");
        replies.add(new Reply(200, "{\"subject\":\"x-value\",\"id\":4,\"version\":1}"));
        replies.add(new Reply(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}"));
        HttpSchemaRegistry registry = registry(settings, 1);

        assertThat(registry.register("x-value", SCHEMA)).isEqualTo(4);
        assertThatThrownBy(() -> registry.register("y-value", SCHEMA))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("register it first");
        assertThat(requests).containsExactly("POST /subjects/x-value", "POST /subjects/y-value");
    }

    @Test
    void authenticatesFromTheAddressOrTheSetting() {
        replies.add(new Reply(200, "{\"id\":1}"));
        replies.add(new Reply(200, "{\"id\":1}"));
        replies.add(new Reply(401, "{\"error_code\":401,\"message\":\"Unauthorized\"}"));

        registry(Map.of(RegistrySettings.URL, "http://ann:se%40cret@" + address), 1)
                .register("x", SCHEMA);
        registry(Map.of(RegistrySettings.URL, "http://" + address, RegistrySettings.USER_INFO, "ann:se@cret"), 1)
                .register("x", SCHEMA);

        assertThat(authorizations).containsExactly("Basic YW5uOnNlQGNyZXQ=", "Basic YW5uOnNlQGNyZXQ=");
        assertThatThrownBy(() -> registry(1).register("x", SCHEMA))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("set basic.auth.user.info");
    }

    @Test
    void saysThatSomethingElseAnswers() {
        replies.add(new Reply(200, "<html>"));

        assertThatThrownBy(() -> registry(1).register("x", SCHEMA))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("does not speak Confluent's registry protocol");
    }

    @Test
    void worksThroughASerdeThatIsASetting() {
        replies.add(new Reply(200, "{\"id\":5}"));
        WireSerde<RawPost> serde = new WireSerde<>();
        serde.configure(Map.of(RegistrySettings.URL, "http://" + address), false);
        RawPost post = RawPost.newBuilder()
                .setSource(PostSource.TWEET)
                .setId("1")
                .setText("gm")
                .build();

        assertThat(serde.deserialize("t", serde.serialize("t", post))).isEqualTo(post);
        assertThat(requests).containsExactly("POST /subjects/t-value/versions");
    }

    @Test
    void keepsPasswordsToItself() {
        RegistrySettings settings = RegistrySettings.of("http://ann:secret@127.0.0.1:1");

        assertThat(settings.toString()).doesNotContain("secret");
        assertThatThrownBy(() -> RegistrySettings.of("http://ann:secret@127.0.0.1:1 2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }
}
