package io.tokentape.topology.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.InMemorySchemaRegistry;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.topology.account.FlowTotals;
import io.tokentape.topology.account.PoisonLimits;
import io.tokentape.topology.analysis.PostAnalyzer;
import io.tokentape.topology.analysis.ReferenceData;
import io.tokentape.topology.analysis.StandardPostAnalyzer;
import io.tokentape.topology.order.Settling;
import io.tokentape.topology.sentiment.SentimentScorer;
import io.tokentape.topology.sentiment.SentimentScorers;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/** The topologies, running against a cluster, each as an application of its own. Safe for use by many threads. */
public final class TopologyApp implements AutoCloseable {
    private static final Duration ADMIN_TIMEOUT = Duration.ofSeconds(15);

    private final List<RunningTopology> topologies;
    private final FlowMetrics flowMetrics;
    private final Runnable release;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private TopologyApp(
            TopologyConfig config,
            MeterRegistry meters,
            WireSerdes serdes,
            Function<ReferenceData, PostAnalyzer> analyzer,
            Runnable release) {
        this.release = release;
        flowMetrics = new FlowMetrics(meters);
        Topics topics = new Topics(config.prefix());
        PoisonLimits poisonLimits = poisonLimits(config);
        List<SubTopology> chosen;
        try (Admin admin = admin(config)) {
            TopicCheck check = new TopicCheck(admin);
            TopologyParts parts = parts(
                    config, topics, serdes, poisonLimits, flowMetrics.totals(), check.partitions(topics.tokenState));
            chosen = config.topologies().stream()
                    .map(name -> Topologies.named(name, parts, analyzer))
                    .toList();
            check.require(chosen.stream()
                    .flatMap(topology -> topology.topics().stream())
                    .collect(Collectors.toSet()));
            chosen.forEach(topology -> check.requireEqual(topology.readTogether()));
            check.require(List.of(topics.accounts, topics.dlq));
        }
        topologies = chosen.stream()
                .map(topology -> {
                    Properties settings = StreamsSettings.of(config, topology.name(), topics, poisonLimits);
                    return new RunningTopology(
                            topology.name(), built(topology, settings), settings, meters, stopped::countDown);
                })
                .toList();
    }

    /**
     * Starts the topologies and returns at once.
     *
     * @throws IllegalArgumentException in one line, when the sentiment scorer cannot be used
     * @throws IllegalStateException in one line, when the cluster lacks a topic or cannot be reached
     */
    public static TopologyApp start(TopologyConfig config, MeterRegistry meters) {
        SentimentScorer sentiment = SentimentScorers.named(config.sentiment());
        try {
            return start(
                    config,
                    meters,
                    WireSerdes.configured(config.serdeSettings()),
                    reference -> new StandardPostAnalyzer(reference, sentiment),
                    sentiment::close);
        } catch (RuntimeException e) {
            sentiment.close();
            throw e;
        }
    }

    /** As {@link #start(TopologyConfig, MeterRegistry)} with another analyzer or serdes, to measure or to compare. */
    public static TopologyApp start(
            TopologyConfig config,
            MeterRegistry meters,
            WireSerdes serdes,
            Function<ReferenceData, PostAnalyzer> analyzer) {
        return start(config, meters, serdes, analyzer, () -> {});
    }

    /** @param release what to do once the topologies have stopped */
    private static TopologyApp start(
            TopologyConfig config,
            MeterRegistry meters,
            WireSerdes serdes,
            Function<ReferenceData, PostAnalyzer> analyzer,
            Runnable release) {
        TopologyApp app = new TopologyApp(config, meters, serdes, analyzer, release);
        app.topologies.forEach(RunningTopology::start);
        return app;
    }

    /** The topologies in words: nodes, stores and topics by name. Reaches no network. */
    public static String describe(TopologyConfig config) {
        return config.topologies().stream()
                .map(name -> "Topology " + name + "\n" + describe(config, name))
                .collect(Collectors.joining("\n"));
    }

    static String describe(TopologyConfig config, String name) {
        PoisonLimits poisonLimits = poisonLimits(config);
        Topics topics = new Topics(config.prefix());
        TopologyParts parts = parts(
                config,
                topics,
                WireSerdes.over(new InMemorySchemaRegistry()),
                poisonLimits,
                new FlowTotals(series -> {}),
                topics.tokenState.partitions());
        SubTopology topology = Topologies.named(name, parts, StandardPostAnalyzer::new);
        return built(topology, StreamsSettings.of(config, name, topics, poisonLimits))
                .describe()
                .toString();
    }

    private static PoisonLimits poisonLimits(TopologyConfig config) {
        return new PoisonLimits(config.poisonWindow(), config.poisonShare());
    }

    private static TopologyParts parts(
            TopologyConfig config,
            Topics topics,
            WireSerdes serdes,
            PoisonLimits poisonLimits,
            FlowTotals totals,
            int assetPartitions) {
        return new TopologyParts(
                topics,
                serdes,
                new TapeTimestampExtractor(Clock.systemUTC()),
                poisonLimits,
                totals,
                new Settling(config.settle(), config.holdBack()),
                config.historyLimit(),
                assetPartitions,
                Version.current());
    }

    static Topology built(SubTopology topology, Properties settings) {
        // Given to build() alone, the naming rule enforces nothing.
        StreamsBuilder builder =
                new StreamsBuilder(new org.apache.kafka.streams.TopologyConfig(new StreamsConfig(settings)));
        topology.build(builder);
        return builder.build(settings);
    }

    private static Admin admin(TopologyConfig config) {
        Map<String, Object> settings = new HashMap<>(config.kafka());
        settings.put("bootstrap.servers", config.bootstrapServers());
        settings.putIfAbsent("default.api.timeout.ms", (int) ADMIN_TIMEOUT.toMillis());
        settings.putIfAbsent("request.timeout.ms", (int) ADMIN_TIMEOUT.toMillis());
        return Admin.create(settings);
    }

    /** Whether every task runs: false while starting, rebalancing and restoring. */
    public boolean running() {
        return topologies.stream().allMatch(RunningTopology::running);
    }

    /** Why one of the topologies stopped by itself; empty while none has. */
    public Optional<Throwable> failure() {
        return topologies.stream()
                .flatMap(topology -> topology.failure().stream())
                .findFirst();
    }

    /** Waits until a topology has stopped, by {@link #close} or by itself. */
    public void awaitStop() throws InterruptedException {
        stopped.await();
    }

    /** Stops the topologies. */
    @Override
    public void close() {
        // They know nothing of each other, and each takes a second.
        List<CompletableFuture<Boolean>> stops = topologies.stream()
                .map(topology -> CompletableFuture.supplyAsync(
                        topology::stop, work -> new Thread(work, "stop-topology").start()))
                .toList();
        // Where one did not stop its threads may still be analysing, so nothing is released.
        if (stops.stream().map(CompletableFuture::join).reduce(true, Boolean::logicalAnd)) {
            release.run();
        }
        flowMetrics.close();
    }
}
