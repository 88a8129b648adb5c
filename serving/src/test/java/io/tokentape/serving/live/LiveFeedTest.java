package io.tokentape.serving.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.serving.Samples;
import io.tokentape.serving.query.RecordDecoder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveFeedTest {
    private static final LiveIntelligence LIVE = new LiveIntelligence(Samples.TOPIC, Samples.decoder());
    private static final TopicPartition PARTITION = new TopicPartition(Samples.TOPIC, 0);

    private final LiveHub<Intelligence> hub =
            new LiveHub<>(LIVE, "test", Duration.ofSeconds(60), 100, 2, Clock.systemUTC(), new SimpleMeterRegistry());
    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();

    @BeforeEach
    void listen() throws InterruptedException {
        hub.connect(new QueueOutlet(frames)).orElseThrow().receive("{\"type\":\"init\"}");
        assertThat(next()).contains("welcome");
    }

    @Test
    void waitsForTheRegistryAndLosesNothing() throws Exception {
        AtomicBoolean away = new AtomicBoolean(true);
        CountDownLatch asked = new CountDownLatch(2);
        BooleanSupplier registryAway = () -> {
            asked.countDown();
            return away.get();
        };
        try (LiveFeed<Intelligence> feed = feed(LiveFeedTest::consumer, Samples.decoder(registryAway))) {
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(feed.running()).isFalse();

            away.set(false);

            assertThat(next()).contains("\"seq\":1", Samples.id(0));
            assertThat(next()).contains("\"seq\":2", Samples.id(1));
            assertThat(next()).contains("\"seq\":3", Samples.id(2));
        }
    }

    @Test
    void readsOnWhenTheConsumerFails() throws Exception {
        AtomicInteger made = new AtomicInteger();
        Supplier<Consumer<byte[], byte[]>> consumers = () -> made.getAndIncrement() == 0
                ? consumer(consumer -> {
                    throw new IllegalStateException("a fault");
                })
                : consumer();
        try (LiveFeed<Intelligence> feed = feed(consumers, Samples.decoder())) {
            for (int i = 0; i < 3; i++) {
                assertThat(next()).contains(Samples.id(i));
            }
            assertThat(feed.running()).isTrue();
        }
    }

    @Test
    void goesOnBehindARecordThatFails() throws Exception {
        AtomicInteger decoded = new AtomicInteger();
        RecordDecoder<Intelligence> decoder = Samples.decoder(() -> {
            if (decoded.getAndIncrement() == 1) {
                throw new IllegalStateException("a fault");
            }
            return false;
        });
        try (LiveFeed<Intelligence> feed = feed(LiveFeedTest::consumer, decoder)) {
            assertThat(next()).contains("\"seq\":1", Samples.id(0));
            assertThat(next()).contains("\"seq\":2", Samples.id(2));
            assertThat(feed.running()).isTrue();
        }
    }

    private LiveFeed<Intelligence> feed(
            Supplier<Consumer<byte[], byte[]>> consumers, RecordDecoder<Intelligence> decoder) {
        LiveFeed<Intelligence> feed = new LiveFeed<>(new LiveIntelligence(Samples.TOPIC, decoder), consumers, hub);
        feed.start();
        return feed;
    }

    private String next() throws InterruptedException {
        return frames.poll(20, TimeUnit.SECONDS);
    }

    /** Finds the topic empty, and then three records. */
    private static MockConsumer<byte[], byte[]> consumer() {
        return consumer(consumer -> {
            for (int i = 0; i < 3; i++) {
                consumer.addRecord(record(i));
            }
        });
    }

    private static MockConsumer<byte[], byte[]> consumer(
            java.util.function.Consumer<MockConsumer<byte[], byte[]>> onPoll) {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("latest");
        consumer.updatePartitions(Samples.TOPIC, List.of(new PartitionInfo(Samples.TOPIC, 0, null, null, null)));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 0L));
        consumer.schedulePollTask(() -> onPoll.accept(consumer));
        return consumer;
    }

    private static ConsumerRecord<byte[], byte[]> record(int number) {
        byte[] value = Samples.bytes(Samples.intelligence(number).build());
        return new ConsumerRecord<>(
                Samples.TOPIC,
                0,
                number,
                Samples.TS,
                TimestampType.CREATE_TIME,
                0,
                value.length,
                null,
                value,
                new RecordHeaders(),
                Optional.empty());
    }

    private record QueueOutlet(BlockingQueue<String> frames) implements Outlet {
        @Override
        public void send(String frame, Runnable sent, Runnable failed) {
            frames.add(frame);
            sent.run();
        }

        @Override
        public void close(int code, String reason) {
            frames.add("closed " + code);
        }
    }
}
