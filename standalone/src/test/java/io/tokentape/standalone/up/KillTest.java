package io.tokentape.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tokentape.connectors.files.TapeRecord;
import io.tokentape.schemas.avro.FlowAccount;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.Lineage;
import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.HttpSchemaRegistry;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.standalone.demo.DemoEvent;
import io.tokentape.standalone.demo.DemoTape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Law 5 and 6 over a process that is killed: what comes out is what an undisturbed run gives, each id once. */
class KillTest {
    private static final int EVENTS = 12_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path dir;

    private final int kafkaPort = freePort();
    private final int registryPort = freePort();

    @Test
    void givesWhatAnUndisturbedRunGivesThoughKilledTwice() throws Exception {
        List<TapeRecord<?>> states = new ArrayList<>();
        List<TapeRecord<?>> posts = new ArrayList<>();
        DemoTape tape = new DemoTape(DemoTape.SEED, TOPICS, Clock.systemUTC());
        for (int i = 0; i < EVENTS; i++) {
            DemoEvent event = tape.next();
            (event.isPost() ? posts : states).add(event.record());
        }

        Map<String, Intelligence> undisturbed;
        try (UpProcess up = start("undisturbed")) {
            Running running = Running.of(up, kafkaPort, registryPort);
            running.send(states);
            running.awaitStatesStored();
            running.send(posts);
            running.awaitSettled();
            undisturbed = running.intelligence();
            running.assertBooksClose();
            assertThat(running.total()).isEqualTo(undisturbed.size());
            up.terminate();
            assertThat(up.awaitExit()).isZero();
        }
        assertThat(undisturbed).hasSizeGreaterThan(posts.size() / 2);

        List<Long> postgres = new ArrayList<>();
        for (int kill = 1; kill <= 2; kill++) {
            try (UpProcess up = start("killed")) {
                Running running = Running.of(up, kafkaPort, registryPort);
                postgres.add(up.postgresPid());
                running.send(states);
                running.awaitStatesStored();
                running.send(posts.subList(0, posts.size() * kill / 3));
                int some = undisturbed.size() * kill / 8;
                await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> running.total() >= some);
                up.kill();
            }
        }
        try (UpProcess up = start("killed")) {
            Running running = Running.of(up, kafkaPort, registryPort);
            long ours = up.postgresPid();
            assertThat(postgres).noneMatch(pid -> pid != ours && UpProcess.runs(pid));
            running.send(states);
            running.send(posts);
            running.awaitSettled();
            assertThat(running.intelligence()).isEqualTo(undisturbed);
            running.assertBooksClose();
            await().atMost(PATIENCE).until(() -> running.total() == undisturbed.size());
            postgres.add(up.postgresPid());
            up.terminate();
            assertThat(up.awaitExit()).isZero();
        }
        assertThat(postgres).noneMatch(UpProcess::runs);
    }

    private UpProcess start(String name) throws IOException {
        return UpProcess.start(
                dir.resolve(name),
                dir.resolve(name + ".err"),
                "--kafka-port=" + kafkaPort,
                "--registry-port=" + registryPort);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a client sees of one process. */
    private record Running(URI url, String bootstrapServers, WireSerdes serdes) {
        static Running of(UpProcess up, int kafkaPort, int registryPort) throws IOException {
            URI url = up.awaitReady();
            return new Running(
                    url,
                    "127.0.0.1:" + kafkaPort,
                    WireSerdes.over(new HttpSchemaRegistry("http://127.0.0.1:" + registryPort)));
        }

        void send(List<TapeRecord<?>> records) {
            try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new ByteArraySerializer())) {
                List<Exception> failures = new ArrayList<>();
                for (TapeRecord<?> record : records) {
                    producer.send(
                            new ProducerRecord<>(
                                    record.topic().name(),
                                    null,
                                    record.timestampMillis(),
                                    record.key(),
                                    encode(record)),
                            (metadata, failure) -> {
                                if (failure != null) {
                                    failures.add(failure);
                                }
                            });
                }
                producer.flush();
                assertThat(failures).isEmpty();
            }
        }

        private <T extends SpecificRecord> byte[] encode(TapeRecord<T> record) {
            return serdes.of(record.topic().valueType())
                    .serializer()
                    .serialize(record.topic().name(), record.value());
        }

        /** A state that comes after the post it should meet is late, and what a run with late ones gives depends on it. */
        void awaitStatesStored() {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(booked(TOPICS.tokenState)).isEqualTo(count(TOPICS.tokenState)));
        }

        void awaitSettled() {
            await().atMost(PATIENCE).untilAsserted(() -> {
                long read = 0;
                long there = 0;
                for (Topic<?> topic : TOPICS.raw()) {
                    read += booked(topic);
                    there += count(topic);
                }
                assertThat(read).isEqualTo(there);
                assertThat((long) read(TOPICS.intelligence).size()).isEqualTo(total());
            });
        }

        private long booked(Topic<?> topic) {
            return books().values().stream()
                    .filter(account -> account.getTopic().equals(topic.name()))
                    .mapToLong(FlowAccount::getRead)
                    .sum();
        }

        private long count(Topic<?> topic) {
            return read(topic).size();
        }

        void assertBooksClose() {
            assertThat(books().values())
                    .allSatisfy(account -> assertThat(account.getRead())
                            .isEqualTo(account.getPutOut()
                                    + account.getHeld()
                                    + sum(account.getFiltered())
                                    + sum(account.getDeadLettered())
                                    + sum(account.getLate())));
            assertThat(books().values())
                    .allSatisfy(account -> assertThat(account.getHeld()).isZero());
        }

        private static long sum(Map<String, Long> counts) {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }

        private Map<String, FlowAccount> books() {
            Map<String, FlowAccount> latest = new HashMap<>();
            for (ConsumerRecord<String, byte[]> record : read(TOPICS.accounts)) {
                latest.put(record.key(), decoded(TOPICS.accounts, record));
            }
            return latest;
        }

        /** By id, without lineage; an id that comes twice fails. */
        Map<String, Intelligence> intelligence() {
            Map<String, Intelligence> byId = new HashMap<>();
            for (ConsumerRecord<String, byte[]> record : read(TOPICS.intelligence)) {
                Intelligence intelligence = decoded(TOPICS.intelligence, record);
                intelligence.setLineage(new Lineage("", 0, 0L, "", ""));
                assertThat(byId.put(record.key(), intelligence)).isNull();
            }
            return byId;
        }

        private <T extends SpecificRecord> T decoded(Topic<T> topic, ConsumerRecord<String, byte[]> record) {
            return serdes.of(topic.valueType()).deserializer().deserialize(topic.name(), record.value());
        }

        private List<ConsumerRecord<String, byte[]>> read(Topic<?> topic) {
            try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                    new StringDeserializer(),
                    new ByteArrayDeserializer())) {
                List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                        .toList();
                consumer.assign(partitions);
                consumer.seekToBeginning(partitions);
                Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
                List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
                while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                    consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                }
                return records;
            }
        }

        long total() throws IOException, InterruptedException {
            JsonNode page = JSON.readTree(
                    UpProcess.get(url.resolve("/api/v1/intelligence/?size=1")).body());
            return page.path("total").asLong(-1);
        }
    }
}
