package io.tokentape.standalone.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tokentape.schemas.avro.Lineage;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.avro.TokenStats;
import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.HttpSchemaRegistry;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.standalone.platform.Platform;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances of serving with a standby each, one of them killed. */
class StandbyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long AT = 486_000 * HOUR;
    private static final int ASSETS = 40;

    @TempDir
    private static Path folder;

    private static Platform platform;
    private static WireSerdes serdes;
    private static KafkaProducer<String, byte[]> producer;

    @BeforeAll
    static void startCluster() throws Exception {
        platform = Platform.create(folder.resolve("platform"));
        serdes = WireSerdes.over(new HttpSchemaRegistry(platform.registryUrl()));
        Map<String, Object> kafka = Map.of("bootstrap.servers", platform.bootstrapServers());
        try (Admin admin = Admin.create(kafka)) {
            admin.createTopics(TOPICS.all().stream()
                            .map(topic ->
                                    new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.settings()))
                            .toList())
                    .all()
                    .get();
        }
        producer = new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer());
    }

    @AfterAll
    static void stopCluster() {
        producer.close();
        platform.close();
    }

    @Test
    void readsGoOnFromTheStandbyAtOnceAndSayHowOldTheyAre() throws Exception {
        for (int i = 0; i < ASSETS; i++) {
            send(TOPICS.tokenState, TokenState.class, asset(i), state(i), AT + i);
            send(TOPICS.tokenStats, TokenStats.class, asset(i), stats(i), AT);
        }
        // Of a session that ends late, so that the copies are all there is while the test asks.
        Map<String, String> settings = Map.of(
                "DATABASE_URL",
                platform.jdbcUrl(),
                "TOKENTAPE_VIEW_STANDBYS",
                "1",
                "KAFKA_SESSION_TIMEOUT_MS",
                "40000");
        try (ServeProcess first = ServeProcess.start(platform, folder, "first", settings);
                ServeProcess second = ServeProcess.start(platform, folder, "second", settings)) {
            first.awaitReady();
            second.awaitReady();
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(trending(first).get("failed")).isEmpty();
                assertThat(trending(first).get("items")).hasSize(ASSETS);
                assertThat(trending(second)).isEqualTo(trending(first));
            });
            awaitBothOwnSomeAndHoldCopiesOfAll(first, second);

            second.kill();

            int copied = 0;
            for (int i = 0; i < ASSETS; i++) {
                JsonNode info = json(first.get(info(i)));
                assertThat(info.get("state").get("priceUsd").asDouble()).isEqualTo(i);
                JsonNode stats = json(first.get("/api/v1/tokens/" + asset(i) + "/stats"));
                assertThat(stats.get("windows").get("1h").get("trendRank").asInt())
                        .isEqualTo(i + 1);
                if (info.has("copy")) {
                    copied++;
                    assertThat(info.get("copy").get("age_ms").asLong()).isBetween(0L, 60_000L);
                }
                assertThat(stats.has("copy")).isEqualTo(info.has("copy"));
            }
            assertThat(copied).isPositive().isLessThan(ASSETS);
            JsonNode trending = trending(first);
            assertThat(trending.get("items")).hasSize(ASSETS);
            assertThat(trending.get("failed").get(0).asText()).isEqualTo(second.address());

            // What comes now reaches no store until the group has noticed; the copies' age says so.
            for (int i = 0; i < ASSETS; i++) {
                send(TOPICS.tokenState, TokenState.class, asset(i), state(i + 1_000), AT + 10_000 + i);
            }
            await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
                Map<Integer, JsonNode> stale = new HashMap<>();
                for (int i = 0; i < ASSETS; i++) {
                    JsonNode info = json(first.get(info(i)));
                    if (info.has("copy")) {
                        stale.put(i, info);
                    }
                }
                assertThat(stale).isNotEmpty().allSatisfy((i, info) -> {
                    assertThat(info.get("state").get("priceUsd").asInt()).isEqualTo(i);
                    assertThat(info.get("copy").get("age_ms").asLong()).isGreaterThan(2_500);
                });
            });

            // Then the survivor owns everything, and has lost nothing.
            await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
                for (int i = 0; i < ASSETS; i++) {
                    JsonNode info = json(first.get(info(i)));
                    assertThat(info.has("copy")).isFalse();
                    assertThat(info.get("state").get("priceUsd").asDouble()).isEqualTo(i + 1_000);
                }
            });
            assertThat(trending(first).get("failed")).isEmpty();
        }
    }

    /** Both answer for their own, and the standbys are built: asked as one instance asks another. */
    private static void awaitBothOwnSomeAndHoldCopiesOfAll(ServeProcess first, ServeProcess second) {
        String keys = String.join(
                "&", IntStream.range(0, ASSETS).mapToObj(i -> "key=" + asset(i)).toList());
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            int owned = 0;
            for (ServeProcess one : List.of(first, second)) {
                int items = json(one.get("/local/v1/token-state?" + keys))
                        .get("items")
                        .size();
                assertThat(items).isBetween(1, ASSETS - 1);
                owned += items;
                JsonNode copies = json(one.get("/local/v1/token-state/copies?" + keys));
                assertThat(copies.get("items")).hasSize(ASSETS);
                assertThat(copies.get("ageMillis").isNumber()).isTrue();
            }
            assertThat(owned).isEqualTo(ASSETS);
        });
    }

    private static JsonNode trending(ServeProcess one) throws Exception {
        JsonNode answer = json(one.get("/api/v1/tokens/trending?limit=100"));
        ((ObjectNode) answer).remove("age_ms");
        return answer;
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private static String asset(int number) {
        return "solana:asset" + number;
    }

    private static String info(int number) {
        return "/api/v1/intelligence/token/info?network=solana&address=asset" + number;
    }

    private static TokenState state(int number) {
        return TokenState.newBuilder()
                .setAsset(asset(number % 1_000))
                .setProvider("test")
                .setObservedAt(AT)
                .setPriceUsd((double) number)
                .build();
    }

    private static TokenStats stats(int number) {
        return TokenStats.newBuilder()
                .setAsset(asset(number))
                .setWindowMillis(HOUR)
                .setWindowEnd(AT)
                .setMentions(1)
                .setStories(1)
                .setSources(1)
                .setTrendRank(number + 1)
                .setLineage(new Lineage("tokentape.intelligence", 0, 0L, "1", "1"))
                .build();
    }

    private static <T extends SpecificRecord> void send(Topic<T> topic, Class<T> type, String key, T value, long at)
            throws Exception {
        byte[] bytes = serdes.of(type).serializer().serialize(topic.name(), value);
        producer.send(new ProducerRecord<>(topic.name(), null, at, key, bytes)).get();
    }
}
