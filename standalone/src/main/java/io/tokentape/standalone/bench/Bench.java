package io.tokentape.standalone.bench;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tokentape.connectors.files.InputFiles;
import io.tokentape.connectors.files.LineReader;
import io.tokentape.connectors.files.Parsed;
import io.tokentape.connectors.files.PostLines;
import io.tokentape.connectors.files.TapeRecord;
import io.tokentape.schemas.avro.Lineage;
import io.tokentape.schemas.avro.RawPost;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.avro.Tri;
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
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
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
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
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

    /** Every so many posts one names one of the bench's assets. */
    private static final int NAMED_EVERY = 2;

    /** Longer than {@code settle} and a quiet tape take together. */
    private static final long QUIET_SECONDS = 5;

    private static final long FIRST_ADDRESS = 0x9E3779B97F4A7C15L >>> 1;

    /** Of whom the first one tells in the other runs. */
    private static final List<String> PROVIDERS = List.of("dexscreener", "geckoterminal", "goplus", "rugcheck");

    static final String EXACTLY_ONCE = "exactly_once";
    static final String AT_LEAST_ONCE = "at_least_once";
    private static final String ALL = "all";
    private static final String INTELLIGENCE = "intelligence";

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Path dir;
    private final EmbeddedBroker broker;
    private final WireSerdes serdes = WireSerdes.over(new InMemorySchemaRegistry());
    private final List<TapeRecord<RawPost>> posts;
    private final int assets;
    private final int threads;
    private final AtomicReference<Exception> sendFailure = new AtomicReference<>();

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /**
     * Throughput of one run.
     *
     * @param cpuMicros processor time of the process a post, the broker's share and the compiler's among it: unlike the
     *     rate, it hardly depends on what else the machine does
     */
    record Rate(double postsPerSecond, double cpuMicros) {}

    /** Latencies of what came out of one run. */
    record Delays(Latencies intelligence, Latencies alerts) {}

    private Bench(Path dir, EmbeddedBroker broker, List<TapeRecord<RawPost>> posts, int assets, int threads) {
        this.dir = dir;
        this.broker = broker;
        this.posts = posts;
        this.assets = assets;
        this.threads = threads;
    }

    /** @param assets how many made-up assets have a state and are named by posts */
    static Bench start(Path file, int limit, int assets, int threads) throws IOException {
        List<TapeRecord<RawPost>> posts = read(file, limit);
        for (int i = 0; assets > 0 && i < posts.size(); i += NAMED_EVERY) {
            RawPost post = posts.get(i).value();
            // The square makes some assets much more spoken of than others.
            double draw = new SplittableRandom(i).nextDouble();
            post.setText(post.getText() + " https://etherscan.io/token/" + address((int) (assets * draw * draw)));
        }
        if (posts.isEmpty()) {
            throw new CommandException("no post in " + file);
        }
        Path dir = Files.createTempDirectory("tokentape-bench-");
        return new Bench(dir, EmbeddedBroker.start(dir.resolve("broker"), 0), posts, assets, threads);
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

    private static String address(int asset) {
        return "0x%040x".formatted(BigInteger.valueOf(FIRST_ADDRESS).multiply(BigInteger.valueOf(asset + 1L)));
    }

    int posts() {
        return posts.size();
    }

    /** Posts a second through a topology that decodes and encodes them. */
    Rate passThrough() throws InterruptedException {
        Topics topics = prepared("pass.", Map.of());
        produceAll(topics);
        Topic<RawPost> out = topics.rawReddit;
        TopologyConfig config = config(topics, INTELLIGENCE, EXACTLY_ONCE);
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
            return rate(expected, seen::sum, () -> expected, () -> Long.MAX_VALUE, out);
        }
    }

    /** Posts a second through the hops of the intelligence topology, with what was found known beforehand. */
    Rate sameHops() throws InterruptedException {
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
        return throughput("hops.", INTELLIGENCE, reference -> new MentionsOnlyAnalyzer(mentions));
    }

    /** Posts a second through the intelligence topology. */
    Rate intelligence() throws InterruptedException {
        return throughput("full.", INTELLIGENCE, StandardPostAnalyzer::new);
    }

    /** Posts a second through all topologies, until the last of them has read what the first put out. */
    Rate everything() throws InterruptedException {
        return throughput("all.", ALL, StandardPostAnalyzer::new);
    }

    private Rate throughput(String prefix, String topologies, Function<ReferenceData, PostAnalyzer> analyzer)
            throws InterruptedException {
        Topics topics = prepared(prefix, Map.of());
        produceStates(topics);
        produceAll(topics);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (TopologyApp app = TopologyApp.start(config(topics, topologies, EXACTLY_ONCE), meters, serdes, analyzer)) {
            await(app::running);
            return rate(
                    posts.size(),
                    () -> analysed(meters, "read"),
                    () -> analysed(meters, "put_out"),
                    () -> leastReadOf(topics.intelligence, meters),
                    topics.intelligence);
        }
    }

    /** How many records of a topic the step that is furthest behind has read; all that there can be where none reads it. */
    private static long leastReadOf(Topic<?> topic, SimpleMeterRegistry meters) {
        return meters
                .find("tokentape.records")
                .tag("topic", topic.name())
                .tag("outcome", "read")
                .functionCounters()
                .stream()
                .mapToLong(counter -> (long) counter.count())
                .min()
                .orElse(Long.MAX_VALUE);
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

    /**
     * Counts from the end of the warm-up until everything that is put out can be read as committed.
     *
     * @param readOn how much of what is put out has been read by everything that reads it
     */
    private Rate rate(long inputs, Count read, Count putOut, Count readOn, Topic<?> out) throws InterruptedException {
        long warm = inputs / WARM_UP_SHARE;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long begun = 0;
        long readAtBegin = 0;
        long cpuAtBegin = 0;
        long landed = 0;
        try (KafkaConsumer<String, byte[]> consumer = consumer(out)) {
            while (read.now() < inputs || landed < putOut.now() || readOn.now() < landed) {
                landed += consumer.poll(POLL).count();
                // Counting costs more than waiting, and is not what is measured.
                Thread.sleep(POLL.toMillis());
                if (begun == 0 && read.now() >= warm) {
                    readAtBegin = read.now();
                    begun = System.nanoTime();
                    cpuAtBegin = PROCESS.getProcessCpuTime();
                }
                if (System.nanoTime() > deadline) {
                    throw new CommandException("gave up after %s: %d of %d posts read, %d of %d put out"
                            .formatted(PATIENCE, read.now(), inputs, landed, putOut.now()));
                }
            }
        }
        long counted = inputs - readAtBegin;
        return new Rate(
                counted / ((System.nanoTime() - begun) / 1e9),
                (PROCESS.getProcessCpuTime() - cpuAtBegin) / 1e3 / counted);
    }

    /**
     * From the append of a post to the append of its intelligence, and of the alerts that follow from that, at a steady
     * rate, in milliseconds.
     *
     * @param guarantee as the setting says it
     */
    Delays delays(String guarantee, int rate, Duration span) throws InterruptedException {
        Topics topics = prepared("late-" + guarantee + ".", Map.of("message.timestamp.type", "LogAppendTime"));
        produceStates(topics);
        Map<Place, Long> posted = new HashMap<>();
        Map<Place, Long> analysed = new HashMap<>();
        List<Long> toIntelligence = new ArrayList<>();
        List<Long> toAlerts = new ArrayList<>();
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        try (TopologyApp app = TopologyApp.start(
                        config(topics, ALL, guarantee), new SimpleMeterRegistry(), serdes, StandardPostAnalyzer::new);
                KafkaConsumer<String, byte[]> outputs = consumer(topics.intelligence, topics.alerts);
                KafkaConsumer<String, byte[]> inputs = consumer(topics.raw().toArray(Topic<?>[]::new));
                KafkaProducer<String, byte[]> producer = producer("5")) {
            await(app::running);
            Thread feeder = new Thread(() -> feed(producer, topics, rate, span), "bench-feeder");
            feeder.start();
            long quietSince = System.nanoTime();
            while (feeder.isAlive() || System.nanoTime() - quietSince < TimeUnit.SECONDS.toNanos(QUIET_SECONDS)) {
                int news = found.size() + posted.size();
                inputs.poll(POLL).forEach(record -> posted.put(Place.of(record), record.timestamp()));
                outputs.poll(POLL).forEach(found::add);
                if (found.size() + posted.size() > news) {
                    quietSince = System.nanoTime();
                }
            }
            feeder.join();
        }
        for (ConsumerRecord<String, byte[]> record : found) {
            if (record.topic().equals(topics.intelligence.name())) {
                Long at =
                        posted.get(Place.of(decoded(topics.intelligence, record).getLineage()));
                if (at != null) {
                    analysed.put(Place.of(record), at);
                    toIntelligence.add(record.timestamp() - at);
                }
            }
        }
        for (ConsumerRecord<String, byte[]> record : found) {
            if (record.topic().equals(topics.alerts.name())) {
                Long at = analysed.get(Place.of(decoded(topics.alerts, record).getLineage()));
                if (at != null) {
                    toAlerts.add(record.timestamp() - at);
                }
            }
        }
        return new Delays(warm(toIntelligence), warm(toAlerts));
    }

    /**
     * What the states of many assets take, each told of by every provider.
     *
     * @param storing states a second on the way in
     * @param diskBytes of the state stores
     * @param restoring how long a topology needs to run that has lost its folder
     */
    record Restored(double storing, long diskBytes, Duration restoring) {}

    Restored restore(int count) throws InterruptedException, IOException {
        Topics topics = prepared("restore.", Map.of());
        produceStates(topics, count, PROVIDERS);
        TopologyConfig config = config(topics, INTELLIGENCE, EXACTLY_ONCE);
        Path folder = config.stateDir().resolve(config.applicationId() + "." + INTELLIGENCE);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        long begun = System.nanoTime();
        try (TopologyApp app = TopologyApp.start(config, meters, serdes, StandardPostAnalyzer::new)) {
            await(app::running);
            await(() -> leastReadOf(topics.tokenState, meters) == (long) count * PROVIDERS.size());
        }
        double storing = (double) count * PROVIDERS.size() / ((System.nanoTime() - begun) / 1e9);
        long bytes = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        delete(folder);
        begun = System.nanoTime();
        try (TopologyApp app =
                TopologyApp.start(config, new SimpleMeterRegistry(), serdes, StandardPostAnalyzer::new)) {
            await(app::running);
            return new Restored(storing, bytes, Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    /** Where a record lies. */
    private record Place(String topic, int partition, long offset) {
        static Place of(ConsumerRecord<?, ?> record) {
            return new Place(record.topic(), record.partition(), record.offset());
        }

        static Place of(Lineage lineage) {
            return new Place(lineage.getTopic(), lineage.getPartition(), lineage.getOffset());
        }
    }

    private <T extends SpecificRecord> T decoded(Topic<T> topic, ConsumerRecord<String, byte[]> record) {
        return serdes.of(topic.valueType()).deserializer().deserialize(record.topic(), record.value());
    }

    /** The first quarter is for warming up. */
    private static Latencies warm(List<Long> millis) {
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

    private void produceStates(Topics topics) {
        produceStates(topics, assets, PROVIDERS.subList(0, 1));
    }

    /** One state of each asset from each provider, an hour before the first post. */
    private void produceStates(Topics topics, int count, List<String> providers) {
        long at = posts.get(0).timestampMillis() - Duration.ofHours(1).toMillis();
        Topic<TokenState> topic = topics.tokenState;
        try (KafkaProducer<String, byte[]> producer = producer("20")) {
            for (String provider : providers) {
                for (int i = 0; i < count; i++) {
                    TokenState state = TokenState.newBuilder()
                            .setAsset("ethereum:" + address(i))
                            .setProvider(provider)
                            .setObservedAt(at)
                            .setPriceUsd(1.0 + i)
                            .setLiquidityUsd(1_000.0 * (i + 1))
                            .setVolume24hUsd(100.0 * (i + 1))
                            .setMarketCapUsd(1_000_000.0 + i)
                            .setHolders(i + 1L)
                            .setTop10Share(0.4)
                            .setHoneypot(Tri.NO)
                            .setMintable(Tri.NO)
                            .build();
                    byte[] value = serdes.of(TokenState.class).serializer().serialize(topic.name(), state);
                    send(producer, new ProducerRecord<>(topic.name(), null, at, state.getAsset(), value));
                }
            }
            requireSent(producer);
        }
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
        send(producer, new ProducerRecord<>(topic, null, timestamp, post.key(), value));
    }

    private void send(KafkaProducer<String, byte[]> producer, ProducerRecord<String, byte[]> record) {
        producer.send(record, (metadata, failure) -> {
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

    private TopologyConfig config(Topics topics, String topologies, String guarantee) {
        return TopologyConfig.fromEnv(Map.of(
                "TOKENTAPE_TOPOLOGIES", topologies,
                "TOKENTAPE_GUARANTEE", guarantee,
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
                throw new CommandException("the topology was not done within " + PATIENCE);
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    @Override
    public void close() throws IOException {
        broker.close();
        delete(dir);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
