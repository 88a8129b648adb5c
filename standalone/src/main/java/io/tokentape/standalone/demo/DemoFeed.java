package io.tokentape.standalone.demo;

import io.tokentape.connectors.files.TapeRecord;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.HttpSchemaRegistry;
import io.tokentape.schemas.wire.WireSerdes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays the demo's tape into a cluster at a rate that people can watch, the first post at once. How far it came is kept
 * in a file after the broker has acknowledged, so that a restart goes on there; what was sent and not noted is sent again
 * and changes nothing. When the tape has reached the present, it goes on in real time.
 */
public final class DemoFeed implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DemoFeed.class);
    private static final Duration BETWEEN_POSTS = Duration.ofMillis(350);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final int EVENTS_BETWEEN_NOTES = 20;

    private final WireSerdes serdes;
    private final Map<Class<?>, Serializer<SpecificRecord>> serializers = new HashMap<>();
    private final Topics topics;
    private final Path stateFile;
    private final Clock clock;
    private final Duration betweenPosts;
    private final KafkaProducer<byte[], byte[]> producer;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::run, "demo-feed");

    private DemoFeed(
            String bootstrapServers,
            WireSerdes serdes,
            Topics topics,
            Path stateFile,
            Clock clock,
            Duration betweenPosts) {
        this.serdes = serdes;
        this.topics = topics;
        this.stateFile = stateFile;
        this.clock = clock;
        this.betweenPosts = betweenPosts;
        this.producer = new KafkaProducer<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.CLIENT_ID_CONFIG,
                "tokentape-demo",
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                Topics.LARGE_RECORD_BYTES + (1 << 16)));
    }

    /** Starts to feed; topics must exist. Trouble with the cluster is logged and waited out. */
    public static DemoFeed start(String bootstrapServers, String registryUrl, String prefix, Path stateFile) {
        return start(
                bootstrapServers,
                WireSerdes.over(new HttpSchemaRegistry(registryUrl)),
                prefix,
                stateFile,
                Clock.systemUTC(),
                BETWEEN_POSTS);
    }

    static DemoFeed start(
            String bootstrapServers,
            WireSerdes serdes,
            String prefix,
            Path stateFile,
            Clock clock,
            Duration betweenPosts) {
        DemoFeed feed = new DemoFeed(bootstrapServers, serdes, new Topics(prefix), stateFile, clock, betweenPosts);
        feed.thread.setDaemon(true);
        feed.thread.start();
        return feed;
    }

    /** Stops and notes how far it came. */
    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join(STOP.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ZERO);
    }

    private void run() {
        try {
            do {
                try {
                    play();
                } catch (InterruptException e) {
                    return;
                } catch (KafkaException | IOException e) {
                    log.warn("The demo waits: {}", e.getMessage());
                }
            } while (!pause(RETRY));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Feeds from where the file says, until stopped. */
    private void play() throws IOException, InterruptedException {
        failure.set(null);
        DemoTape tape = new DemoTape(DemoTape.SEED, topics, clock);
        long events = 0;
        for (long done = readNote(); events < done && tape.hasNext(); events++) {
            tape.next();
        }
        long noted = events;
        while (!isStopped()) {
            if (!tape.hasNext()) {
                noted = note(events, noted);
                Duration wait = Duration.between(clock.instant(), tape.nextAt());
                pause(wait.compareTo(RETRY) < 0 ? wait.plusMillis(1) : RETRY);
                continue;
            }
            DemoEvent event = tape.next();
            send(event.record());
            events++;
            if (events - noted >= EVENTS_BETWEEN_NOTES) {
                noted = note(events, noted);
            }
            if (event.isPost()) {
                pause(betweenPosts);
            }
        }
        note(events, noted);
    }

    private void send(TapeRecord<?> record) {
        String topic = record.topic().name();
        byte[] value = serializers
                .computeIfAbsent(record.value().getClass(), this::serializer)
                .serialize(topic, record.value());
        producer.send(
                new ProducerRecord<>(
                        topic, null, record.timestampMillis(), record.key().getBytes(StandardCharsets.UTF_8), value),
                (metadata, error) -> {
                    if (error != null) {
                        failure.compareAndSet(null, error);
                    }
                });
    }

    /** Waits until all is acknowledged and writes how many events that is. */
    private long note(long events, long noted) throws IOException {
        if (events == noted) {
            return noted;
        }
        producer.flush();
        Exception failed = failure.get();
        if (failed != null) {
            throw new KafkaException(failed.getMessage(), failed);
        }
        Path parent = stateFile.toAbsolutePath().getParent();
        Files.createDirectories(parent);
        Path next = parent.resolve(stateFile.getFileName() + ".next");
        Files.writeString(next, DemoTape.SEED + " " + events + "\n");
        Files.move(next, stateFile, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return events;
    }

    /** How many events of this seed were fed; 0 when the file says nothing of it. */
    private long readNote() throws IOException {
        if (!Files.exists(stateFile)) {
            return 0;
        }
        String[] words = Files.readString(stateFile).strip().split(" ");
        if (words.length != 2 || !words[0].equals(Long.toString(DemoTape.SEED)) || !words[1].matches("\\d{1,18}")) {
            log.warn("{} is not a note of this demo, which starts anew", stateFile);
            return 0;
        }
        return Long.parseLong(words[1]);
    }

    private Serializer<SpecificRecord> serializer(Class<?> type) {
        @SuppressWarnings("unchecked")
        Serde<SpecificRecord> serde =
                (Serde<SpecificRecord>) (Serde<?>) serdes.of(type.asSubclass(SpecificRecord.class));
        return serde.serializer();
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** True when stopped meanwhile. */
    private boolean pause(Duration duration) throws InterruptedException {
        return stopped.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    }
}
