package io.tokentape.standalone.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tokentape.schemas.avro.FlowAccount;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.Lineage;
import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.HttpSchemaRegistry;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.standalone.Tokentape;
import io.tokentape.standalone.topics.TopicAdmin;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A tape under a prefix of its own: who writes to it, runs the topologies over it and reads what comes out. */
record TapeClient(String bootstrapServers, String registryUrl, Topics topics, WireSerdes serdes, Duration patience) {
    /** The topology whose output is compared. */
    static final String INTELLIGENCE = "intelligence";

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration CHECK = Duration.ofMillis(500);

    /** A tape whose topics are created, with as many replicas as the brokers make by themselves. */
    static TapeClient create(String prefix, String bootstrapServers, String registryUrl, Duration patience) {
        Topics topics = new Topics(prefix);
        try (TopicAdmin admin = new TopicAdmin(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createMissing(topics.all(), Optional.empty());
        }
        return new TapeClient(
                bootstrapServers, registryUrl, topics, WireSerdes.over(new HttpSchemaRegistry(registryUrl)), patience);
    }

    /** A topology process. Its member name lasts, so that it comes back at once after a kill. */
    JavaProcess startTopology(Path dir, String name, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        all.put("SCHEMA_REGISTRY_URL", registryUrl);
        all.put("TOKENTAPE_PREFIX", topics.prefix());
        all.put("TOKENTAPE_STATE_DIR", dir.resolve(topics.prefix() + name).toString());
        all.put("KAFKA_GROUP_INSTANCE_ID", name);
        return JavaProcess.start(
                Tokentape.class, dir.resolve(topics.prefix() + name + ".log"), "768m", all, "topology", "run");
    }

    <T extends SpecificRecord> byte[] encoded(Topic<T> topic, T value) {
        return serdes.of(topic.valueType()).serializer().serialize(topic.name(), value);
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "acks",
                        "all",
                        "linger.ms",
                        20,
                        "batch.size",
                        128 << 10,
                        "delivery.timeout.ms",
                        (int) patience.toMillis()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Sends in order; fails when one is not taken. */
    void send(Iterable<ProducerRecord<byte[], byte[]>> records) {
        send(records, Integer.MAX_VALUE);
    }

    /** @param atATime so many are taken before the next are sent */
    void send(Iterable<ProducerRecord<byte[], byte[]>> records, int atATime) {
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            int sent = 0;
            for (ProducerRecord<byte[], byte[]> record : records) {
                producer.send(record, (place, refused) -> failure.compareAndSet(null, refused));
                if (++sent % atATime == 0) {
                    producer.flush();
                }
            }
        }
        assertThat(failure.get()).isNull();
    }

    /** Waits until threads of each of these members have partitions of the intelligence topology. */
    void awaitMembers(String... names) {
        String group = topics.prefix() + "topology." + INTELLIGENCE;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            await().atMost(patience).ignoreExceptions().until(() -> {
                Collection<MemberDescription> members = admin.describeConsumerGroups(List.of(group))
                        .all()
                        .get()
                        .get(group)
                        .members();
                return Stream.of(names)
                        .allMatch(name -> members.stream()
                                .anyMatch(member ->
                                        member.groupInstanceId().orElse("").startsWith(name)
                                                && !member.assignment()
                                                        .topicPartitions()
                                                        .isEmpty()));
            });
        }
    }

    /** Waits until the intelligence topology's books of the topics hold so many records. */
    void awaitRead(Collection<? extends Topic<?>> of, long records) {
        List<String> names = of.stream().map(Topic::name).toList();
        await().atMost(patience)
                .pollInterval(CHECK)
                .untilAsserted(() -> assertThat(books().values().stream()
                                .filter(account -> account.getTopology().equals(INTELLIGENCE)
                                        && names.contains(account.getTopic()))
                                .mapToLong(FlowAccount::getRead)
                                .sum())
                        .isEqualTo(records));
    }

    /** Waits until so many are put out; more may be. */
    void awaitIntelligence(long atLeast) {
        AtomicLong count = new AtomicLong();
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            assignAll(consumer, topics.intelligence);
            await().atMost(patience)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> count.addAndGet(consumer.poll(POLL).count()) >= atLeast);
        }
    }

    /** The latest of each account. */
    Map<String, FlowAccount> books() {
        Map<String, FlowAccount> latest = new HashMap<>();
        forEach(topics.accounts, record -> latest.put(record.key(), decoded(topics.accounts, record)));
        return latest;
    }

    /** What each id was given as, in a digest of time and value without lineage; an id that comes twice fails. */
    Map<String, Long> intelligence() {
        Map<String, Long> byId = new HashMap<>();
        forEach(
                topics.intelligence,
                record -> assertThat(byId.put(record.key(), digest(record)))
                        .as("given twice: " + record.key())
                        .isNull());
        return byId;
    }

    /** Everything that each id was given as. */
    Map<String, Set<Long>> digestsById() {
        Map<String, Set<Long>> byId = new HashMap<>();
        forEach(
                topics.intelligence,
                record -> byId.computeIfAbsent(record.key(), key -> new HashSet<>())
                        .add(digest(record)));
        return byId;
    }

    private long digest(ConsumerRecord<String, byte[]> record) {
        Intelligence intelligence = decoded(topics.intelligence, record);
        intelligence.setLineage(new Lineage("", 0, 0L, "", ""));
        assertThat(intelligence.getId()).isEqualTo(record.key());
        return digest(record.timestamp() + " " + intelligence);
    }

    private static long digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    <T extends SpecificRecord> T decoded(Topic<T> topic, ConsumerRecord<String, byte[]> record) {
        return serdes.of(topic.valueType()).deserializer().deserialize(topic.name(), record.value());
    }

    /** Every committed record that is there now. */
    void forEach(Topic<?> topic, Consumer<ConsumerRecord<String, byte[]>> reader) {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = assignAll(consumer, topic);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(POLL).forEach(reader);
            }
        }
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    private static List<TopicPartition> assignAll(KafkaConsumer<String, byte[]> consumer, Topic<?> topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return partitions;
    }
}
