package io.tokentape.standalone.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tokentape.connectors.telegram.TelegramSinkConfig;
import io.tokentape.connectors.webhook.WebhookSinkConfig;
import io.tokentape.schemas.avro.Alert;
import io.tokentape.schemas.avro.AlertKind;
import io.tokentape.schemas.avro.ConfidenceBand;
import io.tokentape.schemas.avro.Lineage;
import io.tokentape.schemas.avro.SubjectKind;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.HttpSchemaRegistry;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.standalone.embedded.EmbeddedConnect;
import io.tokentape.standalone.platform.Platform;
import io.tokentape.standalone.topics.TopicAdmin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sinks of alerts on a real worker, with the configurations that deployments use. */
class AlertSinkConnectorsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Topics TOPICS = new Topics("s.");

    @TempDir
    private Path folder;

    private final Receiver webhook = new Receiver();
    private final Receiver telegram = new Receiver();
    private Platform platform;

    @BeforeEach
    void start() throws IOException {
        platform = Platform.create(folder);
        try (TopicAdmin admin = new TopicAdmin(Map.of("bootstrap.servers", platform.bootstrapServers()))) {
            admin.createMissing(List.of(TOPICS.alerts, TOPICS.dlq), Optional.empty());
        }
        webhook.start();
        telegram.start();
    }

    @AfterEach
    void stop() {
        webhook.server.stop(0);
        telegram.server.stop(0);
        platform.close();
    }

    @Test
    void aDeadReceiverHoldsBackNeitherTheTopicNorAnotherSinkAndIsToldLaterInOrder() throws Exception {
        webhook.status = 503;
        write(0, 5);
        try (EmbeddedConnect connect = EmbeddedConnect.start(platform.bootstrapServers(), 0)) {
            connect.put(WebhookSinkConfig.CONNECTOR_NAME, webhookConfig());
            connect.put(TelegramSinkConfig.CONNECTOR_NAME, telegramConfig());
            await().atMost(PATIENCE).until(() -> !webhook.bodies.isEmpty());
            await().atMost(PATIENCE).until(() -> telegram.bodies.size() == 5);
            write(5, 8);
            await().atMost(PATIENCE).until(() -> telegram.bodies.size() == 8);
            assertThat(webhook.idsTaken).isEmpty();
            await().atMost(PATIENCE)
                    .until(() ->
                            EmbeddedConnect.taskCounter(TelegramSinkConfig.CONNECTOR_NAME, "alerts-delivered-total")
                                    == 8);
            assertThat(EmbeddedConnect.taskCounter(WebhookSinkConfig.CONNECTOR_NAME, "delivery-failures-total"))
                    .isPositive();
            assertThat(connect.failure(WebhookSinkConfig.CONNECTOR_NAME)).isEmpty();
        }

        // What it was not told outlives the worker.
        webhook.refused = Set.of("alert-3");
        webhook.status = 200;
        try (EmbeddedConnect connect = EmbeddedConnect.start(platform.bootstrapServers(), 0)) {
            await().atMost(PATIENCE).until(() -> webhook.idsTaken.contains("alert-7"));
            write(8, 9);
            await().atMost(PATIENCE).until(() -> webhook.idsTaken.contains("alert-8"));
            await().atMost(PATIENCE).until(() -> deadLetters() == 1);
            await().atMost(PATIENCE).until(() -> telegram.bodies.size() == 9);
            connect.remove(TelegramSinkConfig.CONNECTOR_NAME);
        }

        assertThat(webhook.idsTaken)
                .containsExactly(
                        "alert-0", "alert-1", "alert-2", "alert-4", "alert-5", "alert-6", "alert-7", "alert-8");
        assertThat(telegram.bodies)
                .extracting(body -> body.path("text").asText())
                .extracting(text -> text.substring(0, text.indexOf('\n')))
                .containsExactlyElementsOf(IntStream.range(0, 9)
                        .mapToObj(i -> "<b>surge " + i + " (high, 80 %)</b>")
                        .toList());
    }

    private Map<String, String> webhookConfig() {
        Map<String, String> config = WebhookSinkConfig.connectorConfig(
                "s.", webhook.url() + "/hook", "a secret of some length", platform.registryUrl());
        config.put("retry.max.ms", "2000");
        return config;
    }

    private Map<String, String> telegramConfig() {
        Map<String, String> config =
                TelegramSinkConfig.connectorConfig("s.", "123:ABC", "@chat", platform.registryUrl());
        config.put(TelegramSinkConfig.URL, telegram.url());
        return config;
    }

    private void write(int from, int to) {
        long now = System.currentTimeMillis();
        try (KafkaProducer<String, Alert> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", platform.bootstrapServers()),
                new StringSerializer(),
                WireSerdes.over(new HttpSchemaRegistry(platform.registryUrl()))
                        .of(Alert.class)
                        .serializer())) {
            for (int i = from; i < to; i++) {
                producer.send(new ProducerRecord<>(TOPICS.alerts.name(), null, now, "solana:native", alert(i, now)));
            }
        }
    }

    private static Alert alert(int number, long at) {
        return Alert.newBuilder()
                .setId("alert-" + number)
                .setCaseId("case")
                .setKind(AlertKind.SURGE)
                .setSubjectKind(SubjectKind.ASSET)
                .setSubject("solana:native")
                .setTitle("surge " + number)
                .setConfidence(0.8)
                .setBand(ConfidenceBand.HIGH)
                .setTLearned(at)
                .setTDecided(at)
                .setLineage(new Lineage("s.intelligence", 0, 0L, "1", "1"))
                .build();
    }

    private int deadLetters() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", platform.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            return consumer.endOffsets(List.of(new TopicPartition(TOPICS.dlq.name(), 0)))
                    .values()
                    .iterator()
                    .next()
                    .intValue();
        }
    }

    /** Remembers what it is sent. */
    private static final class Receiver {
        private final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
        private final List<String> idsTaken = new CopyOnWriteArrayList<>();
        private volatile Set<String> refused = Set.of();
        private volatile int status = 200;
        private HttpServer server;

        private void start() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", this::answer);
            server.start();
        }

        private String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        private void answer(HttpExchange exchange) throws IOException {
            bodies.add(new ObjectMapper().readTree(exchange.getRequestBody()));
            String id = exchange.getRequestHeaders().getFirst("webhook-id");
            int answered = id != null && refused.contains(id) ? 422 : status;
            if (answered == 200 && id != null) {
                idsTaken.add(id);
            }
            byte[] ok = "{\"ok\":true}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answered, ok.length);
            exchange.getResponseBody().write(ok);
            exchange.close();
        }
    }
}
