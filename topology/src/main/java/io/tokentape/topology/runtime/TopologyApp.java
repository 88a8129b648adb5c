package io.tokentape.topology.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.InMemorySchemaRegistry;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.topology.account.FlowTotals;
import io.tokentape.topology.account.PoisonLimits;
import io.tokentape.topology.analysis.PostAnalyzer;
import io.tokentape.topology.analysis.ReferenceData;
import io.tokentape.topology.analysis.StandardPostAnalyzer;
import io.tokentape.topology.sentiment.SentimentScorer;
import io.tokentape.topology.sentiment.SentimentScorers;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topologies, running against a cluster. Safe for use by many threads. */
public final class TopologyApp implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TopologyApp.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

    private static final Duration ADMIN_TIMEOUT = Duration.ofSeconds(15);

    private final KafkaStreams streams;
    private final FlowMetrics flowMetrics;
    private final KafkaStreamsMetrics streamsMetrics;
    private final FailurePolicy failures;
    private final boolean staticMember;
    private final Runnable release;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private TopologyApp(
            TopologyConfig config,
            MeterRegistry meters,
            WireSerdes serdes,
            Function<ReferenceData, PostAnalyzer> analyzer,
            Runnable release) {
        this.release = release;
        Topics topics = new Topics(config.prefix());
        int assetPartitions = assetPartitions(config, topics);
        PoisonLimits poisonLimits = new PoisonLimits(config.poisonWindow(), config.poisonShare());
        flowMetrics = new FlowMetrics(meters);
        Properties settings = StreamsSettings.of(config, topics, poisonLimits);
        Topology topology = topology(
                config, topics, settings, serdes, analyzer, poisonLimits, flowMetrics.totals(), assetPartitions);
        staticMember = settings.containsKey(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        failures = new FailurePolicy(Clock.systemUTC());
        streams = new KafkaStreams(topology, settings);
        streams.setUncaughtExceptionHandler(failures);
        streams.setStateListener((now, before) -> {
            log.info("topology {} -> {}", before, now);
            if (now == KafkaStreams.State.ERROR) {
                failures.stoppedByItself();
            }
            if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
                stopped.countDown();
            }
        });
        streamsMetrics = new KafkaStreamsMetrics(streams);
        streamsMetrics.bindTo(meters);
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
        app.streams.start();
        return app;
    }

    /** The topologies in words: nodes, stores and topics by name. Reaches no network. */
    public static String describe(TopologyConfig config) {
        Topics topics = new Topics(config.prefix());
        PoisonLimits poisonLimits = new PoisonLimits(config.poisonWindow(), config.poisonShare());
        return topology(
                        config,
                        topics,
                        StreamsSettings.of(config, topics, poisonLimits),
                        WireSerdes.over(new InMemorySchemaRegistry()),
                        StandardPostAnalyzer::new,
                        poisonLimits,
                        new FlowTotals(series -> {}),
                        topics.tokenState.partitions())
                .describe()
                .toString();
    }

    private static Topology topology(
            TopologyConfig config,
            Topics topics,
            Properties settings,
            WireSerdes serdes,
            Function<ReferenceData, PostAnalyzer> analyzer,
            PoisonLimits poisonLimits,
            FlowTotals totals,
            int assetPartitions) {
        // Given to build() alone, the naming rule enforces nothing.
        StreamsBuilder builder =
                new StreamsBuilder(new org.apache.kafka.streams.TopologyConfig(new StreamsConfig(settings)));
        ReferenceData reference = ReferenceData.shipped();
        new IntelligenceTopology(new IntelligenceTopology.Parts(
                        topics,
                        serdes,
                        analyzer.apply(reference),
                        reference,
                        new TapeTimestampExtractor(Clock.systemUTC()),
                        poisonLimits,
                        totals,
                        config.settle(),
                        config.historyLimit(),
                        assetPartitions,
                        Version.current()))
                .build(builder);
        return builder.build(settings);
    }

    private static int assetPartitions(TopologyConfig config, Topics topics) {
        Map<String, Object> settings = new HashMap<>(config.kafka());
        settings.put("bootstrap.servers", config.bootstrapServers());
        settings.putIfAbsent("default.api.timeout.ms", (int) ADMIN_TIMEOUT.toMillis());
        settings.putIfAbsent("request.timeout.ms", (int) ADMIN_TIMEOUT.toMillis());
        try (Admin admin = Admin.create(settings)) {
            return new TopicCheck(admin).assetPartitions(topics);
        }
    }

    /** Whether every task runs: false while starting, rebalancing and restoring. */
    public boolean running() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /** Why the topologies stopped by themselves; empty while they have not. */
    public Optional<Throwable> failure() {
        return failures.fatal();
    }

    /** Waits until the topologies have stopped, by {@link #close} or by themselves. */
    public void awaitStop() throws InterruptedException {
        stopped.await();
    }

    /** Stops the topologies. A member with a lasting name keeps its place in the group; any other gives it up at once. */
    @Override
    public void close() {
        CloseOptions options = CloseOptions.timeout(CLOSE_TIMEOUT)
                .withGroupMembershipOperation(
                        staticMember
                                ? CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP
                                : CloseOptions.GroupMembershipOperation.LEAVE_GROUP);
        if (streams.close(options)) {
            release.run();
        } else {
            // Its threads may still be analysing, so nothing is released.
            log.warn("the topology did not stop within {}", CLOSE_TIMEOUT);
        }
        streamsMetrics.close();
        flowMetrics.close();
    }
}
