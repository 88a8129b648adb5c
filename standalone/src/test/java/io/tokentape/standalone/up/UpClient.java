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
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a client sees of one {@link UpProcess}. */
record UpClient(URI url, URI registry, String bootstrapServers, WireSerdes serdes) {
    static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
    static final Duration PATIENCE = Duration.ofMinutes(2);
    static final ObjectMapper JSON = new ObjectMapper();

    /** Waits until it is ready. */
    static UpClient of(UpProcess up) throws IOException, InterruptedException {
        URI url = up.awaitReady();
        URI registry = URI.create(up.address("registry"));
        return new UpClient(
                url, registry, up.address("broker"), WireSerdes.over(new HttpSchemaRegistry(registry.toString())));
    }

    void sendAll(List<TapeRecord<?>> records) throws InterruptedException {
        List<ProducerRecord<byte[], byte[]>> encoded = new ArrayList<>();
        for (TapeRecord<?> record : records) {
            encoded.add(record(record.topic(), record.key(), encoded(record), record.timestampMillis()));
        }
        send(encoded);
    }

    private <T extends SpecificRecord> byte[] encoded(TapeRecord<T> record) {
        return encoded(record.topic(), record.value());
    }

    <T extends SpecificRecord> byte[] encoded(Topic<T> topic, T value) {
        return serdes.of(topic.valueType()).serializer().serialize(topic.name(), value);
    }

    static ProducerRecord<byte[], byte[]> record(Topic<?> topic, String key, byte[] value, long timestamp) {
        return new ProducerRecord<>(
                topic.name(), null, timestamp, key == null ? null : key.getBytes(StandardCharsets.UTF_8), value);
    }

    /** Sends in order and gives the places where they lie. */
    List<RecordMetadata> send(List<ProducerRecord<byte[], byte[]>> records) throws InterruptedException {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "max.request.size", 2 * Topics.LARGE_RECORD_BYTES),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            records.forEach(record -> sent.add(producer.send(record)));
            List<RecordMetadata> places = new ArrayList<>();
            for (Future<RecordMetadata> one : sent) {
                places.add(one.get());
            }
            return places;
        } catch (ExecutionException e) {
            throw new KafkaException("a record was not taken", e.getCause());
        }
    }

    /** A state that comes after the post it should meet is late, and what a run with late ones gives depends on it. */
    void awaitStatesStored() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(booked(TOPICS.tokenState)).isEqualTo(count(TOPICS.tokenState)));
    }

    void awaitSettled() {
        awaitBooked();
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat((long) read(TOPICS.intelligence).size()).isEqualTo(total()));
    }

    /** Until the books hold every raw record that is there. */
    void awaitBooked() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            long read = 0;
            long there = 0;
            for (Topic<?> topic : TOPICS.raw()) {
                read += booked(topic);
                there += count(topic);
            }
            assertThat(read).isEqualTo(there);
        });
    }

    private long booked(Topic<?> topic) {
        return booksOf(topic).stream().mapToLong(FlowAccount::getRead).sum();
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

    static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    List<FlowAccount> booksOf(Topic<?> topic) {
        return books().values().stream()
                // Others may read the topic too, and keep books of their own.
                .filter(account -> account.getTopology().equals("intelligence")
                        && account.getTopic().equals(topic.name()))
                .toList();
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

    <T extends SpecificRecord> T decoded(Topic<T> topic, ConsumerRecord<String, byte[]> record) {
        return serdes.of(topic.valueType()).deserializer().deserialize(topic.name(), record.value());
    }

    /** Every committed record that is there now. */
    List<ConsumerRecord<String, byte[]>> read(Topic<?> topic) {
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
        return rest("/api/v1/intelligence/?size=1").path("total").asLong(-1);
    }

    JsonNode rest(String path) throws IOException, InterruptedException {
        return JSON.readTree(get(path).body());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return UpProcess.get(url.resolve(path));
    }

    /** The answer when the item can be read, from the view. */
    JsonNode awaitItem(String id) {
        HttpResponse<String> found = await().atMost(PATIENCE)
                .until(() -> get("/api/v1/intelligence/" + id), answer -> answer.statusCode() == 200);
        try {
            return JSON.readTree(found.body());
        } catch (IOException e) {
            throw new AssertionError(found.body(), e);
        }
    }
}
