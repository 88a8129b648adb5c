package io.tokentape.standalone.ingest;

import io.tokentape.connectors.files.TapeRecord;
import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.RegistryAwayException;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.standalone.CommandException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Sends with an idempotent producer: in order, and each record once for as long as this process lives. A cluster that is
 * away is waited for up to a limit.
 */
final class KafkaRecordSender implements RecordSender {
    private static final int SLACK_BYTES = 1 << 16;
    /** A topic that was just created may take this long to be known. */
    private static final Duration CREATION = Duration.ofSeconds(2);

    private static final Duration PAUSE = Duration.ofMillis(300);

    private final Duration patience;
    private final WireSerdes serdes;
    private final Map<Class<?>, Serializer<SpecificRecord>> serializers = new HashMap<>();
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    /**
     * @param settings settings of the clients, over our defaults and under what must be ours
     * @param patience how long a cluster may be away
     */
    KafkaRecordSender(Map<String, String> settings, WireSerdes serdes, Duration patience) {
        this.patience = patience;
        this.serdes = serdes;
        this.producer = new KafkaProducer<>(producerSettings(settings, patience));
    }

    /**
     * Says in one line which topics are missing, or that no broker answers.
     *
     * @throws CommandException if so
     */
    static void requireTopics(Map<String, String> settings, Collection<Topic<?>> topics, Duration patience) {
        Map<String, Object> config = new HashMap<>(settings);
        int millis = millis(patience);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(millis, 10_000));
        List<String> missing = topics.stream().map(Topic::name).toList();
        long deadline = System.nanoTime() + Math.min(patience.toNanos(), CREATION.toNanos());
        try (Admin admin = Admin.create(config)) {
            while (true) {
                Map<String, ? extends KafkaFuture<?>> answers =
                        admin.describeTopics(missing).topicNameValues();
                missing = missing.stream()
                        .filter(name -> isMissing(name, answers.get(name), settings))
                        .toList();
                if (missing.isEmpty()) {
                    return;
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new CommandException("no topic " + String.join(", ", missing)
                            + "; create what is missing with 'tokentape topics create'");
                }
                pause();
            }
        }
    }

    @Override
    public void send(TapeRecord<?> record, Consumer<String> whenRefused) {
        failIfBroken();
        byte[] key = record.key().getBytes(StandardCharsets.UTF_8);
        byte[] value = encode(record);
        try {
            producer.send(
                    new ProducerRecord<>(record.topic().name(), null, record.timestampMillis(), key, value),
                    (metadata, error) -> {
                        if (error == null) {
                            acknowledged.incrementAndGet();
                        } else {
                            settle(error, whenRefused);
                        }
                    });
        } catch (KafkaException e) {
            settle(e, whenRefused);
        }
        failIfBroken();
    }

    @Override
    public void flush() {
        producer.flush();
        failIfBroken();
    }

    @Override
    public long acknowledged() {
        return acknowledged.get();
    }

    /** Does not wait for what is under way: after a success nothing is. */
    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }

    private void settle(Exception error, Consumer<String> whenRefused) {
        if (error instanceof RecordTooLargeException
                || error instanceof InvalidTimestampException
                || error instanceof InvalidRecordException) {
            whenRefused.accept(error.getMessage());
        } else {
            failure.compareAndSet(null, error);
        }
    }

    private void failIfBroken() {
        Exception e = failure.get();
        if (e instanceof TimeoutException) {
            throw new CommandException(
                    "the broker has not answered for " + patience.toSeconds() + " s: " + e.getMessage(), e);
        }
        if (e != null) {
            throw new CommandException("cannot send: " + e.getMessage(), e);
        }
    }

    private byte[] encode(TapeRecord<?> record) {
        Serializer<SpecificRecord> serializer =
                serializers.computeIfAbsent(record.value().getClass(), type -> serializer(type));
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return serializer.serialize(record.topic().name(), record.value());
            } catch (RegistryAwayException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw new CommandException(e.getMessage(), e);
                }
                pause();
            }
        }
    }

    private Serializer<SpecificRecord> serializer(Class<?> type) {
        @SuppressWarnings("unchecked")
        Serde<SpecificRecord> serde =
                (Serde<SpecificRecord>) (Serde<?>) serdes.of(type.asSubclass(SpecificRecord.class));
        return serde.serializer();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", e);
        }
    }

    private static boolean isMissing(String name, KafkaFuture<?> answer, Map<String, String> settings) {
        try {
            answer.get();
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return true;
            }
            String brokers = settings.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
            throw new CommandException(
                    e.getCause() instanceof TimeoutException
                            ? "no broker answers at " + brokers + "; is it running?"
                            : "cannot ask the broker at " + brokers + " for " + name + ": "
                                    + e.getCause().getMessage(),
                    e.getCause());
        }
    }

    private static Map<String, Object> producerSettings(Map<String, String> settings, Duration patience) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 18);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.putAll(settings);
        int millis = millis(patience);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.LARGE_RECORD_BYTES + SLACK_BYTES);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, Math.min(10_000, millis / 2)));
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) millis);
        int linger =
                Integer.parseInt(config.get(ProducerConfig.LINGER_MS_CONFIG).toString());
        config.put(ProducerConfig.LINGER_MS_CONFIG, Math.min(linger, millis / 4));
        return config;
    }

    private static int millis(Duration patience) {
        return (int) Math.max(100, Math.min(Integer.MAX_VALUE, patience.toMillis()));
    }
}
