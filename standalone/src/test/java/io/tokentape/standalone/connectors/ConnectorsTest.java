package io.tokentape.standalone.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tokentape.connectors.files.PostFileSourceConfig;
import io.tokentape.connectors.postgres.PostgresSinkConfig;
import io.tokentape.schemas.avro.Event;
import io.tokentape.schemas.avro.EventType;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.Lineage;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.schemas.avro.RawPost;
import io.tokentape.schemas.avro.Sentiment;
import io.tokentape.schemas.avro.SentimentLabel;
import io.tokentape.schemas.avro.Value;
import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.HttpSchemaRegistry;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.standalone.embedded.EmbeddedConnect;
import io.tokentape.standalone.platform.Platform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our connectors on a real worker, with the configurations that deployments use. */
class ConnectorsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Topics TOPICS = new Topics("c.");

    @TempDir
    private static Path folder;

    private static Platform platform;
    private static WireSerdes serdes;

    @BeforeAll
    static void startCluster() throws Exception {
        platform = Platform.create(folder.resolve("platform"));
        serdes = WireSerdes.over(new HttpSchemaRegistry(platform.registryUrl()));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", platform.bootstrapServers()))) {
            admin.createTopics(TOPICS.all().stream()
                            .map(topic -> new NewTopic(topic.name(), 2, (short) 1).configs(topic.settings()))
                            .toList())
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void stopCluster() {
        platform.close();
    }

    @Test
    void postFilesAreWrittenExactlyOnceOverARestart() throws Exception {
        Path posts = Files.createDirectory(folder.resolve("posts"));
        write(posts.resolve("a.jsonl"), 0, 5000);
        Map<String, String> config =
                PostFileSourceConfig.connectorConfig("c.", List.of(posts.toString()), platform.registryUrl());
        try (EmbeddedConnect connect = EmbeddedConnect.start(platform.bootstrapServers(), 0)) {
            connect.put(PostFileSourceConfig.CONNECTOR_NAME, config);
            await().atMost(PATIENCE).until(() -> texts().size() >= 3000);
        }

        write(posts.resolve("b.jsonl"), 5000, 6000);
        try (EmbeddedConnect connect = EmbeddedConnect.start(platform.bootstrapServers(), 0)) {
            // The worker remembers the connector.
            assertThat(connect.url()).isNotNull();
            await().atMost(PATIENCE).until(() -> texts().size() >= 6000);
        }

        assertThat(texts())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 6000).mapToObj(i -> "text " + i).toList());
        ConsumerRecord<String, RawPost> any =
                read(TOPICS.rawTweets, serdes.of(RawPost.class).deserializer()).get(0);
        assertThat(any.key()).isEqualTo(any.value().getAuthor());
        assertThat(any.timestamp()).isEqualTo(any.value().getPublishedAt());
    }

    @Test
    void whatFailedIsToldAndGoesOnWhenRestarted() throws Exception {
        Path posts = Files.createDirectory(folder.resolve("strict"));
        Path file = Files.writeString(posts.resolve("a.jsonl"), "no post\n");
        Map<String, String> config = new HashMap<>(
                PostFileSourceConfig.connectorConfig("c.", List.of(posts.toString()), platform.registryUrl()));
        config.put(PostFileSourceConfig.STRICT, "true");
        try (EmbeddedConnect connect = EmbeddedConnect.start(
                platform.bootstrapServers(),
                0,
                Map.of(
                        "group.id",
                        "strict-worker",
                        "offset.storage.topic",
                        "strict-o",
                        "config.storage.topic",
                        "strict-c",
                        "status.storage.topic",
                        "strict-s"))) {
            assertThat(connect.failure("strict")).isEmpty();
            connect.put("strict", config);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(connect.failure("strict"))
                            .hasValueSatisfying(reason -> assertThat(reason).contains(file + ":1: ")));

            Files.writeString(
                    file, "{\"source\":\"news\",\"id\":\"1\",\"ts\":\"2025-01-01T00:00:00Z\",\"text\":\"good\"}\n");
            connect.restartFailed("strict");
            await().atMost(PATIENCE)
                    .until(() ->
                            read(TOPICS.rawNews, new ByteArrayDeserializer()).size() == 1);
            assertThat(connect.failure("strict")).isEmpty();
        }
    }

    @Test
    void intelligenceIsInPostgresAndWhatCannotBeIsWithTheDeadLetters() throws Exception {
        try (EmbeddedConnect connect = EmbeddedConnect.start(
                platform.bootstrapServers(),
                0,
                Map.of(
                        "group.id",
                        "sink-worker",
                        "offset.storage.topic",
                        "so",
                        "config.storage.topic",
                        "sc",
                        "status.storage.topic",
                        "ss"))) {
            connect.put(
                    PostgresSinkConfig.CONNECTOR_NAME,
                    PostgresSinkConfig.connectorConfig(
                            "c.",
                            platform.jdbcUrl(),
                            platform.postgresUser(),
                            platform.postgresPassword(),
                            platform.registryUrl()));
            byte[] garbage = {1, 2, 3};
            try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", platform.bootstrapServers()),
                    new StringSerializer(),
                    new ByteArraySerializer())) {
                for (int i = 0; i < 500; i++) {
                    send(producer, "id" + i);
                }
                producer.send(new ProducerRecord<>(TOPICS.intelligence.name(), "garbage", garbage));
                send(producer, "nul\u0000");
                send(producer, "id0");
                send(producer, "last");
            }

            // The sink waits for whoever makes the table.
            Flyway.configure()
                    .dataSource(platform.jdbcUrl(), platform.postgresUser(), platform.postgresPassword())
                    .load()
                    .migrate();
            await().atMost(PATIENCE).ignoreExceptions().until(() -> rows() == 501);

            await().atMost(PATIENCE).until(() -> deadLetters().size() == 2);
            assertThat(deadLetters()).extracting(ConsumerRecord::key).containsExactlyInAnyOrder("garbage", "nul\u0000");
            assertThat(deadLetters())
                    .allSatisfy(letter -> assertThat(new String(
                                    letter.headers()
                                            .lastHeader("__connect.errors.topic")
                                            .value(),
                                    StandardCharsets.UTF_8))
                            .isEqualTo(TOPICS.intelligence.name()));
            assertThat(deadLetters())
                    .filteredOn(letter -> letter.key().equals("garbage"))
                    .extracting(ConsumerRecord::value)
                    .containsExactly(garbage);
        }
    }

    private static void send(KafkaProducer<String, byte[]> producer, String id) {
        Intelligence intelligence = new Intelligence();
        intelligence.setId(id);
        intelligence.setType(PostSource.TWEET);
        intelligence.setSubtype(EventType.OPINION);
        intelligence.setPostId(id);
        intelligence.setRevision(1);
        intelligence.setText("text");
        intelligence.setMentions(List.of());
        intelligence.setAssets(List.of());
        intelligence.setSentiment(new Sentiment(SentimentLabel.NEUTRAL, 0.0, 0.0));
        intelligence.setEvent(new Event(EventType.OPINION, 0.5));
        intelligence.setValue(new Value(50.0, true, List.of()));
        intelligence.setCompanies(List.of());
        intelligence.setCompanySpans(List.of());
        intelligence.setKeywords(List.of());
        intelligence.setCuts(List.of());
        intelligence.setLineage(new Lineage("c.raw.tweets", 0, 0L, "1", "1"));
        String topic = TOPICS.intelligence.name();
        byte[] value = serdes.of(Intelligence.class).serializer().serialize(topic, intelligence);
        producer.send(new ProducerRecord<>(topic, null, 1_753_000_000_000L, id, value));
    }

    private static long rows() throws SQLException {
        try (Connection connection = DriverManager.getConnection(platform.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from intelligence")) {
            count.next();
            return count.getLong(1);
        }
    }

    private static List<ConsumerRecord<String, byte[]>> deadLetters() {
        return read(TOPICS.dlq, new ByteArrayDeserializer());
    }

    private static List<String> texts() {
        return read(TOPICS.rawTweets, serdes.of(RawPost.class).deserializer()).stream()
                .map(record -> record.value().getText())
                .toList();
    }

    private static void write(Path file, int from, int to) throws Exception {
        // Moved into place, as whoever delivers files does.
        Path whole = folder.resolve("whole");
        Files.writeString(
                whole,
                IntStream.range(from, to)
                        .mapToObj(i ->
                                "{\"source\":\"tweet\",\"author\":\"a%d\",\"id\":\"%d\",\"ts\":\"2025-01-01T00:00:00Z\",\"text\":\"text %d\"}\n"
                                        .formatted(i % 7, i, i))
                        .collect(Collectors.joining()));
        Files.move(whole, file);
    }

    /** All committed records of the topic. */
    private static <V> List<ConsumerRecord<String, V>> read(Topic<?> topic, Deserializer<V> values) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", platform.bootstrapServers(), "isolation.level", "read_committed");
        try (KafkaConsumer<String, V> consumer = new KafkaConsumer<>(config, new StringDeserializer(), values)) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (PartitionInfo partition : consumer.partitionsFor(topic.name())) {
                partitions.add(new TopicPartition(topic.name(), partition.partition()));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, V>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }
}
