package io.tokentape.topology.runtime;

import io.tokentape.schemas.avro.Alert;
import io.tokentape.schemas.avro.CompanyRef;
import io.tokentape.schemas.avro.FlowAccount;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.ManualEntry;
import io.tokentape.schemas.avro.RuleRef;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.avro.TokenStats;
import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.InMemorySchemaRegistry;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.topology.account.FlowTotals;
import io.tokentape.topology.account.PoisonLimits;
import io.tokentape.topology.order.Settling;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;

/** The whole topology of alerts in the stock driver, with the settings of the real one. */
final class AlertsDriver implements AutoCloseable {
    static final Topics TOPICS = new Topics("t.");
    static final Instant NOW = Instant.parse("2025-07-01T00:00:00Z");
    static final String VERSION = "test";

    final WireSerdes serdes = WireSerdes.over(new InMemorySchemaRegistry());
    private final TopologyTestDriver driver;

    AlertsDriver(Path stateDir) {
        TopologyConfig config = TopologyConfig.fromEnv(
                Map.of("TOKENTAPE_PREFIX", TOPICS.prefix(), "TOKENTAPE_STATE_DIR", stateDir.toString()));
        PoisonLimits limit = new PoisonLimits(config.poisonWindow(), config.poisonShare());
        Properties settings = StreamsSettings.of(config, AlertsTopology.NAME, TOPICS, limit);
        TopologyParts parts = new TopologyParts(
                TOPICS,
                serdes,
                new TapeTimestampExtractor(InstantSource.fixed(NOW)),
                limit,
                new FlowTotals(series -> {}),
                Settling.after(config.settle()),
                config.historyLimit(),
                TOPICS.tokenState.partitions(),
                VERSION);
        driver = new TopologyTestDriver(TopologyApp.built(new AlertsTopology(parts), settings), settings, NOW);
    }

    void post(Intelligence post, Instant at) {
        pipe(TOPICS.intelligence, Intelligence.class, post.getId(), post, at);
    }

    void state(TokenState state, Instant at) {
        pipe(TOPICS.tokenState, TokenState.class, state.getAsset(), state, at);
    }

    void stats(TokenStats stats, Instant at) {
        pipe(TOPICS.tokenStats, TokenStats.class, stats.getAsset(), stats, at);
    }

    void entry(ManualEntry entry, Instant at) {
        pipe(TOPICS.rawManual, ManualEntry.class, entry.getSubject(), entry, at);
    }

    void rule(RuleRef rule) {
        pipe(TOPICS.refRules, RuleRef.class, rule.getId(), rule, NOW);
    }

    void company(CompanyRef company) {
        pipe(TOPICS.refCompanies, CompanyRef.class, company.getId(), company, NOW);
    }

    /** Lets everything up to a time have its turn. */
    void settle(Instant time) {
        state(
                TokenState.newBuilder()
                        .setAsset("x:clock")
                        .setProvider("clock")
                        .setObservedAt(0)
                        .setLiquidityUsd(0.0)
                        .build(),
                time.plusSeconds(3));
    }

    private <T extends SpecificRecord> void pipe(Topic<T> topic, Class<T> type, String key, T value, Instant at) {
        bytes(topic, key, serdes.of(type).serializer().serialize(topic.name(), value), at);
    }

    void bytes(Topic<?> topic, String key, byte[] value, Instant at) {
        driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, at));
    }

    List<TestRecord<String, Alert>> alerts() {
        return read(TOPICS.alerts, Alert.class);
    }

    List<TestRecord<byte[], byte[]>> deadLetters() {
        return driver.createOutputTopic(TOPICS.dlq.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    /** Seconds pass and no record comes. */
    void beQuiet(int seconds) {
        for (int i = 0; i < seconds; i++) {
            driver.advanceWallClockTime(Duration.ofSeconds(1));
        }
    }

    /** The latest book of each key. */
    Map<String, FlowAccount> accounts() {
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        Map<String, FlowAccount> latest = new LinkedHashMap<>();
        read(TOPICS.accounts, FlowAccount.class).forEach(record -> latest.put(record.key(), record.value()));
        return latest;
    }

    /** How many entries a store holds. */
    long stored(String store) {
        long entries = 0;
        try (KeyValueIterator<Object, Object> all =
                driver.getKeyValueStore(store).all()) {
            while (all.hasNext()) {
                all.next();
                entries++;
            }
        }
        return entries;
    }

    private <T extends SpecificRecord> List<TestRecord<String, T>> read(Topic<T> topic, Class<T> type) {
        return driver.createOutputTopic(
                        topic.name(), new StringDeserializer(), serdes.of(type).deserializer())
                .readRecordsToList();
    }

    @Override
    public void close() {
        driver.close();
    }
}
