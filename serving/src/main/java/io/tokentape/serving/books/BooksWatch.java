package io.tokentape.serving.books;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tokentape.schemas.avro.FlowAccount;
import io.tokentape.schemas.wire.RegistryAwayException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the books as they are published, committed ones only, and shows what does not close:
 * {@code tokentape.books.residual} and {@code tokentape.books.windows.open} by topology and topic, both 0 where nothing
 * vanished, and {@code tokentape.books.read}, which stands still when nobody publishes or nothing can be read;
 * {@code tokentape.books.skipped} counts what is no account. A start reads
 * the last 100,000 accounts, so that its cost is bounded; {@code tokentape doctor} reads them all.
 */
public final class BooksWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BooksWatch.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final long PAUSE_MILLIS = 1_000;
    private static final long CLOSE_MILLIS = 5_000;
    private static final long ACCOUNTS_BACK = 100_000;

    private final String topic;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Deserializer<FlowAccount> deserializer;
    private final MeterRegistry registry;
    private final Queue<Meter> meters = new ConcurrentLinkedQueue<>();
    private final OpenBooks books = new OpenBooks(this::register);
    private final Counter read;
    private final Counter skipped;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread reader = new Thread(this::readUntilClosed, "serving-books");
    private volatile Consumer<byte[], byte[]> current;

    /** @param kafka settings of every client */
    public BooksWatch(
            String topic, Map<String, String> kafka, Deserializer<FlowAccount> deserializer, MeterRegistry registry) {
        this(topic, consumers(kafka), deserializer, registry);
    }

    /** @param consumers gives a new one for each attempt; closed by this */
    BooksWatch(
            String topic,
            Supplier<Consumer<byte[], byte[]>> consumers,
            Deserializer<FlowAccount> deserializer,
            MeterRegistry registry) {
        this.topic = topic;
        this.consumers = consumers;
        this.deserializer = deserializer;
        this.registry = registry;
        read = Counter.builder("tokentape.books.read")
                .description("Accounts that were checked")
                .register(registry);
        meters.add(read);
        skipped = Counter.builder("tokentape.books.skipped")
                .description("Records among the accounts that are none")
                .register(registry);
        meters.add(skipped);
        reader.setDaemon(true);
    }

    private static Supplier<Consumer<byte[], byte[]>> consumers(Map<String, String> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.remove("group.instance.id");
        settings.remove("group.id");
        settings.putAll(Map.of(
                "client.id", "serving-books",
                "isolation.level", "read_committed",
                "enable.auto.commit", "false",
                "auto.offset.reset", "earliest",
                "allow.auto.create.topics", "false"));
        return () -> new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    public void start() {
        reader.start();
    }

    private void register(OpenBooks.Flow flow) {
        Tags tags = Tags.of("topology", flow.topology(), "topic", flow.topic());
        meters.add(Gauge.builder("tokentape.books.residual", books, all -> all.residual(flow))
                .description("Records that vanished: neither put out, held, filtered, late nor dead-lettered")
                .tags(tags)
                .register(registry));
        meters.add(Gauge.builder("tokentape.books.windows.open", books, all -> all.windows(flow))
                .description("Hours of a partition whose books do not close")
                .tags(tags)
                .register(registry));
    }

    private void readUntilClosed() {
        boolean told = false;
        try {
            do {
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
                        log.warn("the books in {} cannot be read; trying again: {}", topic, e.toString());
                        told = true;
                    }
                } catch (RuntimeException e) {
                    if (!told) {
                        log.error("reading the books in {} failed; trying again", topic, e);
                        told = true;
                    }
                } finally {
                    current = null;
                }
            } while (!closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Goes where it was, or some way back; false while the topic is not there. */
    private boolean begin(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic, ANSWER).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            return false;
        }
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ANSWER);
        for (TopicPartition partition : partitions) {
            consumer.seek(
                    partition, positions.getOrDefault(partition, Math.max(0, ends.get(partition) - ACCOUNTS_BACK)));
        }
        return true;
    }

    private void read(Consumer<byte[], byte[]> consumer) {
        while (closing.getCount() > 0) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                // While the registry is away the position stays here: the account is read again.
                Optional<FlowAccount> account = account(record);
                positions.put(new TopicPartition(topic, record.partition()), record.offset() + 1);
                if (account.isPresent()) {
                    books.read(new String(record.key(), StandardCharsets.UTF_8), account.get());
                    read.increment();
                } else {
                    skip(record);
                }
            }
        }
    }

    /** Tells of the first only: there may be many. */
    private void skip(ConsumerRecord<byte[], byte[]> record) {
        if (skipped.count() == 0) {
            log.warn(
                    "no account at {}-{} offset {}; more are counted only", topic, record.partition(), record.offset());
        }
        skipped.increment();
    }

    /** Empty = it is none, ever. */
    private Optional<FlowAccount> account(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || record.value() == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(deserializer.deserialize(topic, record.value()));
        } catch (RuntimeException e) {
            if (RegistryAwayException.causes(e)) {
                throw e;
            }
            log.debug("not an account", e);
            return Optional.empty();
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
        meters.forEach(registry::remove);
    }
}
