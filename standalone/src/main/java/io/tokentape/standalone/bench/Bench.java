package io.tokentape.standalone.bench;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tokentape.connectors.files.InputFiles;
import io.tokentape.connectors.files.LineReader;
import io.tokentape.connectors.files.Parsed;
import io.tokentape.connectors.files.PostLines;
import io.tokentape.connectors.files.TapeRecord;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.RawPost;
import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.InMemorySchemaRegistry;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.standalone.CommandException;
import io.tokentape.standalone.embedded.EmbeddedBroker;
import io.tokentape.standalone.topics.TopicAdmin;
import io.tokentape.topology.account.PoisonLimits;
import io.tokentape.topology.analysis.Analysis;
import io.tokentape.topology.analysis.PostAnalyzer;
import io.tokentape.topology.analysis.ReferenceData;
import io.tokentape.topology.analysis.StandardPostAnalyzer;
import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.mention.TokenRegistry;
import io.tokentape.topology.runtime.StreamsSettings;
import io.tokentape.topology.runtime.TopologyApp;
import io.tokentape.topology.runtime.TopologyConfig;
import io.tokentape.topology.text.Post;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/** One run: a broker of its own, the posts in memory, and the topologies that read them, one after the other. */
final class Bench implements AutoCloseable {
    /** Of each throughput run the first quarter is for warming up. */
    private static final int WARM_UP_SHARE = 4;

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Path dir;
    private final EmbeddedBroker broker;
    private final WireSerdes serdes = WireSerdes.over(new InMemorySchemaRegistry());
    private final List<TapeRecord<RawPost>> posts;
    private final int threads;
    private final AtomicReference<Exception> sendFailure = new AtomicReference<>();

    private Bench(Path dir, EmbeddedBroker broker, List<TapeRecord<RawPost>> posts, int threads) {
        this.dir = dir;
        this.broker = broker;
        this.posts = posts;
        this.threads = threads;
    }

    static Bench start(Path file, int limit, int threads) throws IOException {
        List<TapeRecord<RawPost>> posts = read(file, limit);
        if (posts.isEmpty()) {
            throw new CommandException("no post in " + file);
        }
        Path dir = Files.createTempDirectory("tokentape-bench-");
        return new Bench(dir, EmbeddedBroker.start(dir.resolve("broker"), 0), posts, threads);
    }

    private static List<TapeRecord<RawPost>> read(Path file, int limit) throws IOException {
        PostLines parser = new PostLines(new Topics(""), Clock.systemUTC());
        List<TapeRecord<RawPost>> posts = new ArrayList<>();
        try (InputStream in = InputFiles.text(file, 0);
                LineReader lines = new LineReader(in)) {
            while (posts.size() < limit && lines.next()) {
                if (parser.parse(lines.buffer(), lines.offset(), lines.length())
                        instanceof Parsed.Accepted<RawPost> accepted) {
                    posts.add(accepted.record());
                }
            }
        }
        return posts;
    }

    int posts() {
        return posts.size();
    }

    /** Posts a second through a topology that decodes and encodes them. */
    double passThrough() throws InterruptedException {
        Topics topics = prepared("pass.", Map.of());
        produceAll(topics);
        Topic<RawPost> out = topics.rawReddit;
        TopologyConfig config = config(topics);
        Properties settings =
                StreamsSettings.of(config, "pass-through", topics, new PoisonLimits(config.poisonWindow(), 0));
        Serde<RawPost> serde = serdes.of(RawPost.class);
        LongAdder seen = new LongAdder();
        StreamsBuilder builder = new StreamsBuilder();
        List<String> in = Stream.of(topics.rawTweets, topics.rawNews, topics.rawTelegram)
                .map(Topic::name)
                .toList();
        builder.stream(in, Consumed.with(Serdes.String(), serde).withName("consume-raw-posts"))
                .mapValues(
                        post -> {
                            seen.increment();
                            return post;
                        },
                        Named.as("pass-through"))
                .to(out.name(), Produced.with(Serdes.String(), serde).withName("produce-raw-posts"));
        long expected = posts.stream()
                .filter(post -> !post.topic().id().equals(topics.rawReddit.id()))
                .count();
        try (KafkaStreams streams = new KafkaStreams(builder.build(), settings)) {
            streams.start();
            return rate(expected, seen::sum, () -> expected, out);
        }
    }

    /** Posts a second through the hops of the intelligence topology, with what was found known beforehand. */
    double sameHops() throws InterruptedException {
        PostAnalyzer analyzer = new StandardPostAnalyzer(TokenRegistry.shipped());
        Map<String, List<Mention>> mentions = new HashMap<>();
        for (TapeRecord<RawPost> record : posts) {
            RawPost post = record.value();
            Analysis analysis = analyzer.analyze(new Post(
                    Post.Source.valueOf(post.getSource().name()),
                    post.getId(),
                    Instant.ofEpochMilli(record.timestampMillis()),
                    post.getAuthor(),
                    post.getFollowers(),
                    post.getChannel(),
                    post.getTitle(),
                    post.getText(),
                    post.getUrl(),
                    null));
            if (analysis.relevant()) {
                mentions.put(post.getId(), analysis.mentions());
            }
        }
        return throughput("hops.", reference -> new MentionsOnlyAnalyzer(mentions));
    }

    /** Posts a second through the intelligence topology. */
    double intelligence() throws InterruptedException {
        return throughput("full.", StandardPostAnalyzer::new);
    }

    private double throughput(String prefix, Function<ReferenceData, PostAnalyzer> analyzer)
            throws InterruptedException {
        Topics topics = prepared(prefix, Map.of());
        produceAll(topics);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (TopologyApp app = TopologyApp.start(config(topics), meters, serdes, analyzer)) {
            await(app::running);
            return rate(
                    posts.size(),
                    () -> analysed(meters, "read"),
                    () -> analysed(meters, "put_out"),
                    topics.intelligence);
        }
    }

    private static long analysed(SimpleMeterRegistry meters, String outcome) {
        return (long)
                meters
                        .find("tokentape.records")
                        .tag("step", "analyse-posts")
                        .tag("outcome", outcome)
                        .functionCounters()
                        .stream()
                        .mapToDouble(FunctionCounter::count)
                        .sum();
    }

    private interface Count {
        long now();
    }

    /** Counts from the end of the warm-up until everything that is put out can be read as committed. */
    private double rate(long inputs, Count read, Count putOut, Topic<?> out) throws InterruptedException {
        long warm = inputs / WARM_UP_SHARE;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long begun = 0;
        long readAtBegin = 0;
        long landed = 0;
        try (KafkaConsumer<String, byte[]> consumer = consumer(out)) {
            while (read.now() < inputs || landed < putOut.now()) {
                landed += consumer.poll(POLL).count();
                if (begun == 0 && read.now() >= warm) {
                    readAtBegin = read.now();
                    begun = System.nanoTime();
                }
                if (System.nanoTime() > deadline) {
                    throw new CommandException("gave up after %s: %d of %d posts read, %d of %d put out"
                            .formatted(PATIENCE, read.now(), inputs, landed, putOut.now()));
                }
            }
        }
        return (inputs - readAtBegin) / ((System.nanoTime() - begun) / 1e9);
    }

    /** From the append of a post to the append of its intelligence, at a steady rate, in milliseconds. */
    Latencies latencies(int rate, Duration span) throws InterruptedException {
        Topics topics = prepared("late.", Map.of("message.timestamp.type", "LogAppendTime"));
        Map<TopicPartition, Map<Long, Long>> appended = new HashMap<>();
        List<Long> millis = new ArrayList<>();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (TopologyApp app = TopologyApp.start(config(topics), meters, serdes, StandardPostAnalyzer::new);
                KafkaConsumer<String, byte[]> outputs = consumer(topics.intelligence);
                KafkaConsumer<String, byte[]> inputs = consumer(topics.raw().toArray(Topic<?>[]::new));
                KafkaProducer<String, byte[]> producer = producer("5")) {
            await(app::running);
            Thread feeder = new Thread(() -> feed(producer, topics, rate, span), "bench-feeder");
            feeder.start();
            long quietSince = System.nanoTime();
            List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
            while (feeder.isAlive() || System.nanoTime() - quietSince < TimeUnit.SECONDS.toNanos(3)) {
                int news = 0;
                for (ConsumerRecord<String, byte[]> record : inputs.poll(POLL)) {
                    appended.computeIfAbsent(
                                    new TopicPartition(record.topic(), record.partition()), key -> new HashMap<>())
                            .put(record.offset(), record.timestamp());
                    news++;
                }
                for (ConsumerRecord<String, byte[]> record : outputs.poll(POLL)) {
                    found.add(record);
                    news++;
                }
                if (news > 0) {
                    quietSince = System.nanoTime();
                }
            }
            feeder.join();
            Serde<Intelligence> serde = serdes.of(Intelligence.class);
            for (ConsumerRecord<String, byte[]> record : found) {
                Intelligence intelligence = serde.deserializer().deserialize(record.topic(), record.value());
                Long in = appended.getOrDefault(
                                new TopicPartition(
                                        intelligence.getLineage().getTopic(),
                                        intelligence.getLineage().getPartition()),
                                Map.of())
                        .get(intelligence.getLineage().getOffset());
                if (in != null) {
                    millis.add(record.timestamp() - in);
                }
            }
        }
        // The first quarter is for warming up.
        return Latencies.of(millis.stream()
                .skip(millis.size() / WARM_UP_SHARE)
                .mapToLong(Long::longValue)
                .toArray());
    }

    private void feed(KafkaProducer<String, byte[]> producer, Topics topics, int rate, Duration span) {
        long begun = System.nanoTime();
        long all = Math.min(posts.size(), rate * span.toSeconds());
        for (int i = 0; i < all; i++) {
            long due = begun + i * 1_000_000_000L / rate;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(Math.min(1_000_000, due - System.nanoTime()));
            }
            send(producer, topics, posts.get(i), null);
        }
        requireSent(producer);
    }

    private Topics prepared(String prefix, Map<String, String> settings) {
        Topics topics = new Topics(prefix);
        try (TopicAdmin admin = new TopicAdmin(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createMissing(
                    topics.all().stream()
                            .<Topic<?>>map(topic -> topic.withSettings(settings))
                            .toList(),
                    Optional.empty());
        }
        return topics;
    }

    private void produceAll(Topics topics) {
        try (KafkaProducer<String, byte[]> producer = producer("20")) {
            for (TapeRecord<RawPost> post : posts) {
                send(producer, topics, post, post.timestampMillis());
            }
            requireSent(producer);
        }
    }

    private void send(KafkaProducer<String, byte[]> producer, Topics topics, TapeRecord<RawPost> post, Long timestamp) {
        String topic = topics.prefix() + post.topic().id();
        byte[] value = serdes.of(RawPost.class).serializer().serialize(topic, post.value());
        producer.send(new ProducerRecord<>(topic, null, timestamp, post.key(), value), (metadata, failure) -> {
            if (failure != null) {
                sendFailure.compareAndSet(null, failure);
            }
        });
    }

    private void requireSent(KafkaProducer<String, byte[]> producer) {
        producer.flush();
        if (sendFailure.get() != null) {
            throw new CommandException(
                    "a post could not be sent: " + sendFailure.get().getMessage(), sendFailure.get());
        }
    }

    private KafkaProducer<String, byte[]> producer(String lingerMillis) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "linger.ms",
                        lingerMillis,
                        "batch.size",
                        "131072",
                        "max.request.size",
                        Integer.toString(Topics.DEAD_LETTER_BYTES)),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    private KafkaConsumer<String, byte[]> consumer(Topic<?>... topics) {
        KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", broker.bootstrapServers(),
                        "isolation.level", "read_committed",
                        "max.poll.records", "20000",
                        "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(Stream.of(topics)
                .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList());
        return consumer;
    }

    private TopologyConfig config(Topics topics) {
        return TopologyConfig.fromEnv(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers(),
                "TOKENTAPE_PREFIX", topics.prefix(),
                "TOKENTAPE_STATE_DIR", dir.resolve("state").toString(),
                "TOKENTAPE_THREADS", Integer.toString(threads),
                "TOKENTAPE_HISTORY_LIMIT", "unlimited"));
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new CommandException("the topology did not start within " + PATIENCE);
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    @Override
    public void close() throws IOException {
        broker.close();
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
