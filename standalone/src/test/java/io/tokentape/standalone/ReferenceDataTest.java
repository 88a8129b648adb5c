package io.tokentape.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.standalone.platform.Platform;
import io.tokentape.topology.runtime.TopologyApp;
import io.tokentape.topology.runtime.TopologyConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Watched companies and keywords, changed under a running topology on a real broker. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReferenceDataTest {
    private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
    private static final Instant FROM = Instant.parse("2024-05-01T00:00:00Z");

    @TempDir
    private static Path folder;

    private static Platform platform;
    private static TopologyApp app;
    private static WireSerdes serdes;

    @BeforeAll
    static void start() {
        platform = Platform.create(folder.resolve("platform"));
        assertThat(tokentape("topics", "create")).isZero();
        app = TopologyApp.start(
                TopologyConfig.fromEnv(Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS", platform.bootstrapServers(),
                        "SCHEMA_REGISTRY_URL", platform.registryUrl(),
                        "TOKENTAPE_STATE_DIR", folder.resolve("state").toString())),
                new SimpleMeterRegistry());
        serdes = WireSerdes.configured(Map.of("schema.registry.url", platform.registryUrl()));
    }

    @AfterAll
    static void stop() {
        app.close();
        platform.close();
    }

    @Test
    void aNameAddedWhileRunningIsFoundInLaterPostsOnly() throws IOException {
        ingest("posts", post("unknown", FROM.plusSeconds(1)), post("marker", FROM.plusSeconds(1), "$BTC"));
        assertThat(await("marker").getCompanies()).isEmpty();

        ingest(
                "companies",
                "{\"id\":\"zorb\",\"name\":\"Zorb Inc\",\"aliases\":[\"Zorblax\"],\"effectiveAt\":\"" + FROM + "\"}");
        ingest(
                "rules",
                "{\"id\":\"odd\",\"kind\":\"keywords\",\"keywords\":[{\"text\":\"glorping\",\"tier\":2}],\"effectiveAt\":\""
                        + FROM + "\"}");
        // No signal tells when an instance has read it; posts go on until one meets it.
        Intelligence met = null;
        for (int n = 0; met == null; n++) {
            ingest("posts", post("probe" + n, FROM.plusSeconds(2), "$BTC Zorblax glorping"));
            Intelligence probe = await("probe" + n);
            met = probe.getCompanies().isEmpty() || probe.getKeywords().isEmpty() ? null : probe;
        }
        assertThat(met.getCompanies()).containsExactly("zorb");
        assertThat(met.getKeywords()).extracting(keyword -> keyword.getText()).containsExactly("glorping");

        ingest(
                "posts",
                post("earlier", FROM.minusMillis(1), "$BTC Zorblax glorping"),
                post("later", FROM, "$BTC Zorblax glorping"));
        assertThat(await("earlier").getCompanies()).isEmpty();
        assertThat(await("earlier").getKeywords()).isEmpty();
        assertThat(await("later").getCompanies()).containsExactly("zorb");
    }

    private static String post(String id, Instant at) {
        return post(id, at, "Zorblax glorping");
    }

    private static String post(String id, Instant at, String text) {
        return "{\"source\":\"tweet\",\"id\":\"" + id + "\",\"author\":\"ann\",\"ts\":\"" + at + "\",\"text\":\"" + text
                + "\"}";
    }

    private static void ingest(String kind, String... lines) throws IOException {
        Path file = Files.writeString(folder.resolve("lines.jsonl"), String.join("\n", lines) + "\n");
        assertThat(tokentape("ingest", kind, file.toString())).isZero();
    }

    private static int tokentape(String... arguments) {
        String[] all = new String[arguments.length + 4];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--bootstrap-servers";
        all[arguments.length + 1] = platform.bootstrapServers();
        all[arguments.length + 2] = "--registry-url";
        all[arguments.length + 3] = platform.registryUrl();
        return Tokentape.commandLine().execute(all);
    }

    /** The intelligence of a post, as soon as it is committed. */
    private static Intelligence await(String postId) {
        try (KafkaConsumer<String, Intelligence> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", platform.bootstrapServers(),
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                serdes.of(Intelligence.class).deserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPICS.intelligence.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            while (true) {
                for (ConsumerRecord<String, Intelligence> record : consumer.poll(Duration.ofMillis(200))) {
                    if (record.value().getPostId().equals(postId)) {
                        return record.value();
                    }
                }
            }
        }
    }
}
