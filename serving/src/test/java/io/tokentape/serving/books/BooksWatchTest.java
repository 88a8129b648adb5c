package io.tokentape.serving.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tokentape.schemas.avro.FlowAccount;
import io.tokentape.schemas.wire.InMemorySchemaRegistry;
import io.tokentape.schemas.wire.RegistryAwayException;
import io.tokentape.schemas.wire.WireSerdes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class BooksWatchTest {
    private static final String TOPIC = "t.accounts";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Serde<FlowAccount> SERDE =
            WireSerdes.over(new InMemorySchemaRegistry()).of(FlowAccount.class);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void showsWhatIsMissingUntilItIsFound() {
        MockConsumer<byte[], byte[]> consumer = consumer(0);
        try (BooksWatch watch = new BooksWatch(TOPIC, () -> consumer, SERDE.deserializer(), meters)) {
            consumer.schedulePollTask(() -> {
                consumer.addRecord(record(0, "a", account(10, 10)));
                consumer.addRecord(record(1, "b", account(10, 7)));
                consumer.addRecord(record(2, "c", account(5, 6)));
            });
            watch.start();
            await().until(() -> count() == 3);
            assertThat(gauge("tokentape.books.residual")).isEqualTo(4);
            assertThat(gauge("tokentape.books.windows.open")).isEqualTo(2);

            consumer.schedulePollTask(() -> {
                consumer.addRecord(record(3, "b", account(12, 12)));
                consumer.addRecord(record(4, "c", account(6, 6)));
            });
            await().until(() -> count() == 5);
            assertThat(gauge("tokentape.books.residual")).isZero();
            assertThat(gauge("tokentape.books.windows.open")).isZero();
        }
        assertThat(meters.getMeters()).isEmpty();
    }

    @Test
    void countsEveryWayThatARecordCanGo() {
        FlowAccount account = account(21, 1);
        account.setHeld(2);
        account.setFiltered(Map.of("irrelevant", 3L, "empty", 4L));
        account.setDeadLettered(Map.of("avro", 5L));
        account.setLate(Map.of("older_than_window", 6L));
        account.setNoted(Map.of("behind", 100L));
        OpenBooks books = new OpenBooks(flow -> {});

        books.read("a", account);

        assertThat(books.residual(new OpenBooks.Flow("intelligence", "t.raw.tweets")))
                .isZero();
    }

    @Test
    void goesOnWhereItWasWhenTheBrokerWasAway() {
        MockConsumer<byte[], byte[]> first = consumer(0);
        MockConsumer<byte[], byte[]> second = consumer(2);
        AtomicInteger consumers = new AtomicInteger();
        try (BooksWatch watch = new BooksWatch(
                TOPIC, () -> consumers.getAndIncrement() == 0 ? first : second, SERDE.deserializer(), meters)) {
            first.schedulePollTask(() -> {
                first.addRecord(record(0, "a", account(3, 1)));
                first.addRecord(record(1, "a", account(3, 3)));
            });
            first.schedulePollTask(() -> first.setPollException(new TimeoutException("away")));
            second.schedulePollTask(() -> {
                second.addRecord(record(1, "a", account(3, 1)));
                second.addRecord(record(2, "a", account(4, 4)));
            });
            watch.start();
            await().until(() -> count() == 3);

            assertThat(gauge("tokentape.books.residual")).isZero();
        }
    }

    @Test
    void goesOnBehindWhatIsNoAccount() {
        MockConsumer<byte[], byte[]> consumer = consumer(0);
        byte[] key = {'a'};
        try (BooksWatch watch = new BooksWatch(TOPIC, () -> consumer, SERDE.deserializer(), meters)) {
            consumer.schedulePollTask(() -> {
                consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, 0, key, new byte[] {1, 2, 3}));
                consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, 1, key, null));
                consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, 2, null, new byte[0]));
                consumer.addRecord(record(3, "a", account(3, 1)));
            });
            watch.start();
            await().until(() -> count() == 1);

            assertThat(gauge("tokentape.books.residual")).isEqualTo(2);
            assertThat(meters.get("tokentape.books.skipped").counter().count()).isEqualTo(3);
        }
    }

    @Test
    void waitsAtAnAccountWhileTheRegistryIsAway() {
        AtomicInteger consumers = new AtomicInteger();
        AtomicInteger asked = new AtomicInteger();
        try (BooksWatch watch = new BooksWatch(
                TOPIC,
                () -> {
                    MockConsumer<byte[], byte[]> consumer = consumer(0);
                    consumers.incrementAndGet();
                    consumer.schedulePollTask(() -> consumer.addRecord(record(0, "a", account(3, 3))));
                    return consumer;
                },
                (topic, value) -> {
                    if (asked.getAndIncrement() == 0) {
                        throw new RegistryAwayException("no answer");
                    }
                    return SERDE.deserializer().deserialize(topic, value);
                },
                meters)) {
            watch.start();
            await().until(() -> count() == 1);

            assertThat(consumers).hasValue(2);
            assertThat(meters.get("tokentape.books.skipped").counter().count()).isZero();
        }
    }

    @Test
    void readsSoFarBackAndNoFarther() {
        MockConsumer<byte[], byte[]> consumer = consumer(250_000);
        try (BooksWatch watch = new BooksWatch(TOPIC, () -> consumer, SERDE.deserializer(), meters)) {
            consumer.schedulePollTask(() -> {
                consumer.addRecord(record(149_999, "a", account(1, 0)));
                consumer.addRecord(record(150_000, "b", account(1, 1)));
            });
            watch.start();
            await().until(() -> count() == 1);

            assertThat(gauge("tokentape.books.residual")).isZero();
        }
    }

    private double count() {
        return meters.get("tokentape.books.read").counter().count();
    }

    private double gauge(String name) {
        return meters.get(name)
                .tag("topology", "intelligence")
                .tag("topic", "t.raw.tweets")
                .gauge()
                .value();
    }

    private static MockConsumer<byte[], byte[]> consumer(long end) {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        Node node = new Node(0, "localhost", 1);
        consumer.updatePartitions(
                TOPIC, List.of(new PartitionInfo(TOPIC, 0, node, new Node[] {node}, new Node[] {node})));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, end));
        return consumer;
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, String key, FlowAccount account) {
        return new ConsumerRecord<>(
                TOPIC,
                0,
                offset,
                key.getBytes(StandardCharsets.UTF_8),
                SERDE.serializer().serialize(TOPIC, account));
    }

    private static FlowAccount account(long read, long putOut) {
        return FlowAccount.newBuilder()
                .setTopology("intelligence")
                .setStep("analyse-posts")
                .setTopic("t.raw.tweets")
                .setPartition(0)
                .setHour(0)
                .setRead(read)
                .setPutOut(putOut)
                .build();
    }
}
