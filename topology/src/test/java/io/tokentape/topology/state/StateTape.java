package io.tokentape.topology.state;

import io.tokentape.schemas.avro.Event;
import io.tokentape.schemas.avro.EventType;
import io.tokentape.schemas.avro.FlowAccount;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.JoinedAsset;
import io.tokentape.schemas.avro.Lineage;
import io.tokentape.schemas.avro.MentionDraft;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.schemas.avro.Sentiment;
import io.tokentape.schemas.avro.SentimentLabel;
import io.tokentape.schemas.avro.StateSeriesList;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.avro.Value;
import io.tokentape.schemas.wire.InMemorySchemaRegistry;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.topology.account.AccountingStep;
import io.tokentape.topology.account.FlowTotals;
import io.tokentape.topology.account.PoisonLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.KeyValueStore;

/** The step of token states alone in the stock driver. */
final class StateTape implements AutoCloseable {
    static final Duration SETTLE = Duration.ofSeconds(1);

    /** One for all, as a restart finds the registry that was there. */
    private static final WireSerdes SERDES = WireSerdes.over(new InMemorySchemaRegistry());

    private static final String STATES = "states";
    private static final String MENTIONS = "mentions";
    private static final String JOINED = "joined";

    private final FlowTotals totals = new FlowTotals(series -> {});
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, byte[]> states;
    private final TestInputTopic<String, MentionDraft> mentions;
    private final TestOutputTopic<String, Intelligence> joined;

    StateTape(Path dir, Optional<Duration> historyLimit) {
        StreamsBuilder builder = new StreamsBuilder();
        AccountingStep.Books books = new AccountingStep.Books(
                "test", "test", SERDES.of(FlowAccount.class), new PoisonLimits(1_000, 1), totals);
        TokenStateStep.Outputs outputs = new TokenStateStep(
                        SERDES.of(TokenState.class).deserializer(),
                        SERDES.of(StateSeriesList.class),
                        books,
                        SETTLE,
                        historyLimit)
                .build(
                        builder,
                        builder.stream(STATES, Consumed.with(Serdes.String(), Serdes.ByteArray())),
                        builder.stream(MENTIONS, Consumed.with(Serdes.String(), SERDES.of(MentionDraft.class))));
        KStream<String, SpecificRecord> found = outputs.joined().filter((key, value) -> value instanceof Intelligence);
        found.mapValues(Intelligence.class::cast)
                .to(JOINED, Produced.with(Serdes.String(), SERDES.of(Intelligence.class)));
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, dir.toString());
        settings.put(
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                LogAndContinueProcessingExceptionHandler.class);
        driver = new TopologyTestDriver(builder.build(), settings);
        states = driver.createInputTopic(
                STATES, new StringSerializer(), Serdes.ByteArray().serializer());
        mentions = driver.createInputTopic(
                MENTIONS, new StringSerializer(), SERDES.of(MentionDraft.class).serializer());
        joined = driver.createOutputTopic(
                JOINED, new StringDeserializer(), SERDES.of(Intelligence.class).deserializer());
    }

    void state(TokenState state, long at) {
        states.pipeInput(
                state.getAsset(), SERDES.of(TokenState.class).serializer().serialize(STATES, state), at);
    }

    void bytes(String asset, byte[] value, long at) {
        states.pipeInput(asset, value, at);
    }

    /** What a post about the asset meets. */
    JoinedAsset join(String asset, long at) {
        MentionDraft mention = new MentionDraft();
        mention.setIntelligenceId("id");
        mention.setAsset(asset);
        mention.setParts(1);
        mention.setDraft(Intelligence.newBuilder()
                .setId("id")
                .setType(PostSource.TWEET)
                .setPostId("1")
                .setRevision(1)
                .setText("text")
                .setSentiment(new Sentiment(SentimentLabel.NEUTRAL, 0.0, 0.5))
                .setEvent(new Event(EventType.OTHER, 0.5))
                .setValue(new Value(0.0, false, List.of()))
                .setLineage(new Lineage("topic", 0, 0L, "test", "none"))
                .build());
        mentions.pipeInput(asset, mention, at);
        return joined.readRecord().value().getAssets().get(0);
    }

    /** How often the books say this of the states, or of the mentions. */
    long counted(String outcome, String reason) {
        long total = 0;
        for (FlowTotals.Series series : totals.series()) {
            if (series.outcome().equals(outcome) && series.reason().equals(reason)) {
                total += totals.total(series);
            }
        }
        return total;
    }

    long rowsKept() {
        long rows = 0;
        try (var all = driver.<Bytes, byte[]>getKeyValueStore(StateHistoryStep.STATE_STORE)
                .all()) {
            for (; all.hasNext(); all.next()) {
                rows++;
            }
        }
        return rows;
    }

    /** Puts what the other one wrote to its changelogs into these stores, as a restart elsewhere does. */
    void restoreFrom(StateTape before) {
        before.driver.advanceWallClockTime(Duration.ofSeconds(2));
        restore(before, StateHistoryStep.STATE_STORE, Serdes.Bytes().deserializer(), new ByteArrayDeserializer());
        restore(
                before,
                StateHistoryStep.SERIES_STORE,
                new StringDeserializer(),
                SERDES.of(StateSeriesList.class).deserializer());
        restore(
                before,
                TokenStateStep.READ_STORE,
                new StringDeserializer(),
                Serdes.Long().deserializer());
    }

    private <K, V> void restore(StateTape before, String store, Deserializer<K> keys, Deserializer<V> values) {
        Map<K, byte[]> latest = new LinkedHashMap<>();
        before.driver
                .createOutputTopic("test-" + store + "-changelog", keys, new ByteArrayDeserializer())
                .readKeyValuesToList()
                .forEach(change -> latest.put(change.key, change.value));
        KeyValueStore<K, V> mine = driver.getKeyValueStore(store);
        latest.forEach((key, value) -> mine.put(key, value == null ? null : values.deserialize(store, value)));
    }

    @Override
    public void close() {
        driver.close();
    }
}
