package io.tokentape.serving.live;

import io.tokentape.serving.http.ProblemException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topic from its end, committed records only, and gives them to the hub. In no group: every instance reads all.
 * When the broker is away it goes on where it was, so that listening clients miss nothing.
 */
public final class LiveFeed<T> implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LiveFeed.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration METADATA_TIMEOUT = Duration.ofSeconds(5);
    private static final long PAUSE_MILLIS = 500;
    private static final long CLOSE_MILLIS = 5_000;

    private final LiveTopic<T> topic;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final LiveHub<T> hub;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread reader = new Thread(this::readUntilClosed, "serving-live-feed");
    private volatile Consumer<byte[], byte[]> current;
    private volatile boolean running;

    /** @param kafka settings of every client */
    public LiveFeed(LiveTopic<T> topic, Map<String, String> kafka, LiveHub<T> hub) {
        this(topic, consumers(kafka, "serving-live-feed-" + topic.name()), hub);
    }

    /** @param consumers gives a new one for each attempt; closed by this */
    LiveFeed(LiveTopic<T> topic, Supplier<Consumer<byte[], byte[]>> consumers, LiveHub<T> hub) {
        this.topic = topic;
        this.consumers = consumers;
        this.hub = hub;
        reader.setDaemon(true);
    }

    private static Supplier<Consumer<byte[], byte[]>> consumers(Map<String, String> kafka, String clientId) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.remove("group.instance.id");
        settings.remove("group.id");
        settings.putAll(Map.of(
                "client.id", clientId,
                "isolation.level", "read_committed",
                "enable.auto.commit", "false",
                "auto.offset.reset", "latest",
                "allow.auto.create.topics", "false"));
        return () -> new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    public void start() {
        reader.start();
    }

    /** Whether it stands at the topic and clients get what it reads. */
    public boolean running() {
        return running;
    }

    private void readUntilClosed() {
        boolean told = false;
        try {
            while (!closing.await(0, TimeUnit.MILLISECONDS)) {
                try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                    current = consumer;
                    if (begin(consumer)) {
                        told = false;
                        read(consumer);
                    }
                } catch (WakeupException e) {
                    log.debug("woken to close");
                } catch (KafkaException e) {
                    if (!told) {
                        log.warn("the live feed cannot read {} and tries again: {}", topic.name(), e.toString());
                        told = true;
                    }
                } catch (RuntimeException e) {
                    if (!told) {
                        log.error("the live feed of {} failed and tries again", topic.name(), e);
                        told = true;
                    }
                } finally {
                    running = false;
                    current = null;
                }
                closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes its place at the end, or where it was before; false while the topic is not there. */
    private boolean begin(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic.name(), METADATA_TIMEOUT).stream()
                .map(info -> new TopicPartition(topic.name(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            return false;
        }
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, METADATA_TIMEOUT);
        for (TopicPartition partition : partitions) {
            long position = positions.getOrDefault(partition, ends.get(partition));
            consumer.seek(partition, position);
            positions.put(partition, position);
            hub.advance(partition.partition(), position);
        }
        return true;
    }

    private void read(Consumer<byte[], byte[]> consumer) throws InterruptedException {
        running = true;
        while (closing.getCount() > 0) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                publish(record);
                if (closing.getCount() == 0) {
                    return;
                }
            }
            for (TopicPartition partition : consumer.assignment()) {
                long position = consumer.position(partition, METADATA_TIMEOUT);
                positions.put(partition, position);
                hub.advance(partition.partition(), position);
            }
        }
    }

    /** Waits at the record while the registry is away. What fails for another reason is not tried twice. */
    private void publish(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        LiveEvent<T> event =
                new LiveEvent<>(topic, record.partition(), record.offset(), record.timestamp(), record.value());
        try {
            while (!published(event)) {
                if (running) {
                    log.warn(
                            "the live feed waits at {}-{} offset {}: the schema registry is away",
                            topic.name(),
                            record.partition(),
                            record.offset());
                    running = false;
                }
                if (closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            running = true;
        } finally {
            positions.put(new TopicPartition(topic.name(), record.partition()), record.offset() + 1);
        }
    }

    private boolean published(LiveEvent<T> event) {
        try {
            hub.publish(event);
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }

    @Override
    public void close() {
        closing.countDown();
        Consumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            reader.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
