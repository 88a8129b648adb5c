package io.tokentape.standalone.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tokentape.schemas.avro.Candle;
import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.HttpSchemaRegistry;
import io.tokentape.schemas.wire.WireSerde;
import io.tokentape.standalone.embedded.EmbeddedBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over a real broker and real HTTP, with the client that our own parts use. */
class EmbeddedRegistryTest {
    private static final String HOST = "127.0.0.1";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;
    private EmbeddedRegistry registry;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start(folder, 0);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void start() {
        registry = EmbeddedRegistry.start(broker.bootstrapServers(), HOST, 0);
    }

    @AfterEach
    void stop() throws InterruptedException, ExecutionException {
        registry.close();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.deleteTopics(List.of(TopicLog.TOPIC)).all().get();
        }
    }

    private HttpResponse<String> ask(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest.BodyPublisher publisher =
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(registry.url() + path))
                        .method(method, publisher)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode ok(String method, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> response = ask(method, path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/vnd.schemaregistry.v1+json"));
        return JSON.readTree(response.body());
    }

    private void fails(String method, String path, String body, int status, int code)
            throws IOException, InterruptedException {
        HttpResponse<String> response = ask(method, path, body);
        assertThat(response.statusCode()).as(path).isEqualTo(status);
        assertThat(JSON.readTree(response.body()).path("error_code").asInt())
                .as(path)
                .isEqualTo(code);
        assertThat(JSON.readTree(response.body()).path("message").asText()).isNotBlank();
    }

    private static String schema(String avro) {
        return JSON.createObjectNode().put("schema", avro).toString();
    }

    private static String record(String fields) {
        return schema("{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}");
    }

    @Test
    void servesOurOwnClientAndKnowsTheSameAfterARestart() {
        HttpSchemaRegistry client = new HttpSchemaRegistry(registry.url());
        Candle candle = Candle.newBuilder()
                .setAsset("solana:native")
                .setSymbol("SOL")
                .setQuote("USDT")
                .setIntervalMillis(0)
                .setOpenAt(1)
                .setOpen(1)
                .setHigh(1)
                .setLow(1)
                .setClose(1)
                .build();
        for (Topic<?> topic : new Topics(Topics.DEFAULT_PREFIX).all()) {
            if (topic.valueType() != null) {
                client.register(
                        topic.subject(),
                        SpecificData.getForClass(topic.valueType()).getSchema(topic.valueType()));
            }
        }
        byte[] written = new WireSerde<>(client, Candle.class).serialize("tokentape.market.candles", candle);

        registry.close();
        registry = EmbeddedRegistry.start(broker.bootstrapServers(), HOST, 0);

        HttpSchemaRegistry fresh = new HttpSchemaRegistry(registry.url());
        assertThat(new WireSerde<>(fresh, Candle.class).deserialize("tokentape.market.candles", written))
                .isEqualTo(candle);
        assertThat(new WireSerde<>(fresh, Candle.class).serialize("tokentape.market.candles", candle))
                .isEqualTo(written);
        Schema incompatible = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"Candle\",\"namespace\":\"io.tokentape.schemas.avro\","
                        + "\"fields\":[{\"name\":\"mood\",\"type\":\"string\"}]}");
        assertThatThrownBy(() -> fresh.register("tokentape.market.candles-value", incompatible))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("schema for subject tokentape.market.candles-value is incompatible")
                .hasMessageContaining("mood");
    }

    @Test
    void answersOnThePathsOfTheRealRegistry() throws Exception {
        String first = record("{\"name\":\"a\",\"type\":\"string\"}");
        String second = record("{\"name\":\"a\",\"type\":\"string\"},{\"name\":\"b\",\"type\":\"int\",\"default\":0}");
        String bad = record("{\"name\":\"a\",\"type\":\"int\"}");

        assertThat(ok("POST", "/subjects/x-value/versions", first)).hasToString("{\"id\":1}");
        assertThat(ok("POST", "/subjects/x-value/versions?normalize=true", second))
                .hasToString("{\"id\":2}");
        assertThat(ok("GET", "/subjects", null)).hasToString("[\"x-value\"]");
        assertThat(ok("GET", "/subjects/x-value/versions", null)).hasToString("[1,2]");
        JsonNode latest = ok("GET", "/subjects/x-value/versions/latest", null);
        assertThat(latest.path("subject").asText()).isEqualTo("x-value");
        assertThat(latest.path("version").asInt()).isEqualTo(2);
        assertThat(latest.path("id").asInt()).isEqualTo(2);
        assertThat(ok("GET", "/subjects/x-value/versions/1/schema", null)
                        .path("name")
                        .asText())
                .isEqualTo("R");
        assertThat(ok("GET", "/subjects/x-value/versions/1/referencedby", null)).hasToString("[]");
        assertThat(ok("POST", "/subjects/x-value", first).path("version").asInt())
                .isEqualTo(1);
        assertThat(JSON.readTree(
                                ok("GET", "/schemas/ids/1", null).path("schema").asText())
                        .path("name")
                        .asText())
                .isEqualTo("R");
        assertThat(ok("GET", "/schemas/ids/1/schema", null).path("name").asText())
                .isEqualTo("R");
        assertThat(ok("GET", "/schemas/ids/1/subjects", null)).hasToString("[\"x-value\"]");
        assertThat(ok("GET", "/schemas/ids/2/versions", null)).hasToString("[{\"subject\":\"x-value\",\"version\":2}]");
        assertThat(ok("GET", "/schemas/types", null)).hasToString("[\"AVRO\"]");
        assertThat(ok("GET", "/schemas?latestOnly=true", null)).hasSize(1);
        assertThat(ok("GET", "/config", null)).hasToString("{\"compatibilityLevel\":\"BACKWARD\"}");
        assertThat(ok("PUT", "/config/x-value", "{\"compatibility\":\"full\"}"))
                .hasToString("{\"compatibility\":\"FULL\"}");
        assertThat(ok("GET", "/config/x-value", null)).hasToString("{\"compatibilityLevel\":\"FULL\"}");
        assertThat(ok("DELETE", "/config/x-value", null)).hasToString("{\"compatibilityLevel\":\"FULL\"}");
        assertThat(ok("GET", "/config/x-value?defaultToGlobal=true", null))
                .hasToString("{\"compatibilityLevel\":\"BACKWARD\"}");
        assertThat(ok("GET", "/mode", null)).hasToString("{\"mode\":\"READWRITE\"}");
        assertThat(ok("POST", "/compatibility/subjects/x-value/versions/latest", first))
                .hasToString("{\"is_compatible\":true}");
        JsonNode verdict = ok("POST", "/compatibility/subjects/x-value/versions?verbose=true", bad);
        assertThat(verdict.path("is_compatible").asBoolean()).isFalse();
        assertThat(verdict.path("messages").get(0).asText()).contains("TYPE_MISMATCH");

        fails("POST", "/subjects/x-value/versions", bad, 409, 409);
        fails("POST", "/subjects/x-value/versions", schema("{\"type\":\"x\"}"), 422, 42201);
        fails("POST", "/subjects/x-value/versions", "no json", 400, 400);
        fails("GET", "/subjects/y-value/versions", null, 404, 40401);
        fails("GET", "/subjects/x-value/versions/9", null, 404, 40402);
        fails("GET", "/subjects/x-value/versions/nine", null, 422, 42202);
        fails("GET", "/schemas/ids/99", null, 404, 40403);
        fails("GET", "/config/x-value", null, 404, 40408);
        fails("PUT", "/config", "{\"compatibility\":\"SIDEWAYS\"}", 422, 42203);
        fails("GET", "/nowhere", null, 404, 404);

        assertThat(ok("DELETE", "/subjects/x-value/versions/2", null)).hasToString("2");
        assertThat(ok("DELETE", "/subjects/x-value", null)).hasToString("[1]");
        fails("DELETE", "/subjects/x-value", null, 404, 40404);
        assertThat(ok("GET", "/subjects?deleted=true", null)).hasToString("[\"x-value\"]");
        assertThat(ok("DELETE", "/subjects/x-value?permanent=true", null)).hasToString("[1,2]");
        assertThat(ok("GET", "/subjects?deleted=true", null)).hasToString("[]");
    }

    @Test
    void refusesATopicThatWouldForget() throws Exception {
        stop();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TopicLog.TOPIC, 1, (short) 1)))
                    .all()
                    .get();
        }

        assertThatThrownBy(() -> EmbeddedRegistry.start(broker.bootstrapServers(), HOST, 0))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("cleanup.policy=delete");
    }
}
