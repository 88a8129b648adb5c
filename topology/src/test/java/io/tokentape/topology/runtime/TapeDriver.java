package io.tokentape.topology.runtime;

import io.tokentape.schemas.avro.CompanyRef;
import io.tokentape.schemas.avro.FlowAccount;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.RawPost;
import io.tokentape.schemas.avro.RuleRef;
import io.tokentape.schemas.avro.SourcePost;
import io.tokentape.schemas.avro.TokenRef;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.InMemorySchemaRegistry;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.topology.account.FlowTotals;
import io.tokentape.topology.account.PoisonLimits;
import io.tokentape.topology.analysis.PostAnalyzer;
import io.tokentape.topology.analysis.ReferenceData;
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
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The whole intelligence topology in the stock driver, with the settings of the real one. */
final class TapeDriver implements AutoCloseable {
    static final Topics TOPICS = new Topics("t.");
    static final Instant NOW = Instant.parse("2025-07-01T00:00:00Z");
    static final String VERSION = "test";

    final WireSerdes serdes = WireSerdes.over(new InMemorySchemaRegistry());
    final FlowTotals totals = new FlowTotals(series -> {});
    final ReferenceData reference;
    private final TopologyTestDriver driver;

    private TapeDriver(Path stateDir, PostAnalyzer analyzer, ReferenceData reference, Map<String, String> env) {
        this.reference = reference;
        Map<String, String> settingsEnv = new LinkedHashMap<>(env);
        settingsEnv.put("TOKENTAPE_PREFIX", TOPICS.prefix());
        settingsEnv.put("TOKENTAPE_STATE_DIR", stateDir.toString());
        TopologyConfig config = TopologyConfig.fromEnv(settingsEnv);
        PoisonLimits limit = new PoisonLimits(config.poisonWindow(), config.poisonShare());
        Properties settings = StreamsSettings.of(config, IntelligenceTopology.NAME, TOPICS, limit);
        TopologyParts parts = new TopologyParts(
                TOPICS,
                serdes,
                new TapeTimestampExtractor(InstantSource.fixed(NOW)),
                limit,
                totals,
                Settling.after(config.settle()),
                config.historyLimit(),
                TOPICS.tokenState.partitions(),
                VERSION);
        Topology topology = TopologyApp.built(new IntelligenceTopology(parts, analyzer, reference), settings);
        driver = new TopologyTestDriver(topology, settings, NOW);
    }

    static TapeDriver start(Path stateDir, PostAnalyzer analyzer, ReferenceData reference) {
        return start(stateDir, analyzer, reference, Map.of());
    }

    static TapeDriver start(Path stateDir, PostAnalyzer analyzer, ReferenceData reference, Map<String, String> env) {
        return new TapeDriver(stateDir, analyzer, reference, env);
    }

    void post(RawPost post, Instant at) {
        post(post, at, "sayer");
    }

    void post(RawPost post, Instant at, String sayer) {
        Topic<RawPost> topic = switch (post.getSource()) {
            case TWEET -> TOPICS.rawTweets;
            case TELEGRAM -> TOPICS.rawTelegram;
            case REDDIT -> TOPICS.rawReddit;
            default -> TOPICS.rawNews;
        };
        bytes(topic, sayer, encode(topic, RawPost.class, post), at.toEpochMilli());
    }

    void state(TokenState state, Instant at) {
        bytes(
                TOPICS.tokenState,
                state.getAsset(),
                encode(TOPICS.tokenState, TokenState.class, state),
                at.toEpochMilli());
    }

    void token(TokenRef token) {
        bytes(TOPICS.refTokens, token.getId(), encode(TOPICS.refTokens, TokenRef.class, token), NOW.toEpochMilli());
    }

    void company(CompanyRef company) {
        bytes(
                TOPICS.refCompanies,
                company.getId(),
                encode(TOPICS.refCompanies, CompanyRef.class, company),
                NOW.toEpochMilli());
    }

    void rule(RuleRef rule) {
        bytes(TOPICS.refRules, rule.getId(), encode(TOPICS.refRules, RuleRef.class, rule), NOW.toEpochMilli());
    }

    void bytes(Topic<?> topic, String key, byte[] value, long timestamp) {
        Headers headers = new RecordHeaders();
        driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, headers, timestamp));
    }

    <T extends SpecificRecord> byte[] encode(Topic<?> topic, Class<T> type, T value) {
        return serdes.of(type).serializer().serialize(topic.name(), value);
    }

    List<TestRecord<String, Intelligence>> intelligence() {
        return read(TOPICS.intelligence, Intelligence.class);
    }

    List<TestRecord<String, SourcePost>> irrelevant() {
        return read(TOPICS.irrelevant, SourcePost.class);
    }

    List<TestRecord<byte[], byte[]>> deadLetters() {
        return driver.createOutputTopic(TOPICS.dlq.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    /** The latest book of each key. */
    Map<String, FlowAccount> accounts() {
        driver.advanceWallClockTime(Duration.ofSeconds(2));
        Map<String, FlowAccount> latest = new LinkedHashMap<>();
        read(TOPICS.accounts, FlowAccount.class).forEach(record -> latest.put(record.key(), record.value()));
        return latest;
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
