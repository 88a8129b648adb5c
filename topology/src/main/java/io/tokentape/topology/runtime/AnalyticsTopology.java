package io.tokentape.topology.runtime;

import io.tokentape.schemas.avro.FlowAccount;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.LateRecord;
import io.tokentape.schemas.avro.LedgerEntry;
import io.tokentape.schemas.avro.Sighting;
import io.tokentape.schemas.avro.SourcePost;
import io.tokentape.schemas.avro.TokenStats;
import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.topology.account.AccountingStep;
import io.tokentape.topology.stats.SourceActivityStep;
import io.tokentape.topology.stats.SpreadStep;
import io.tokentape.topology.stats.TokenStatsStep;
import io.tokentape.topology.stats.TrendStep;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.BranchedKStream;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * From intelligence to statistics. Posts are spread to where their assets are counted and to where their source is; the
 * counts of all assets meet in one partition to be ranked, which is little: one record an asset and window.
 */
final class AnalyticsTopology implements SubTopology {
    /** Name under which its books are kept. */
    static final String NAME = "analytics";

    static final String SIGHTINGS_BY_ASSET = "sightings-by-asset";
    static final String SIGHTINGS_BY_SOURCE = "sightings-by-source";
    static final String STATS_BY_WINDOW = "stats-by-window";

    private final TopologyParts parts;
    private final Topics topics;

    AnalyticsTopology(TopologyParts parts) {
        this.parts = parts;
        this.topics = parts.topics();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Topic<?>> topics() {
        return List.of(topics.intelligence, topics.irrelevant, topics.tokenStats, topics.sourceLedger, topics.late);
    }

    @Override
    public List<Topic<?>> readTogether() {
        return List.of();
    }

    @Override
    public void build(StreamsBuilder builder) {
        AccountingStep.Books books = parts.books(NAME);
        KStream<String, byte[]> posts = builder.stream(
                List.of(topics.intelligence.name(), topics.irrelevant.name()), parts.asReceived("consume-posts"));
        SpreadStep spread = new SpreadStep(
                topics.irrelevant.name(),
                serde(Intelligence.class).deserializer(),
                serde(SourcePost.class).deserializer(),
                books);
        Map<String, KStream<String, SpecificRecord>> branches = produceAccounts(spread.build(posts), "spread")
                .branch((key, value) -> value instanceof Sighting, Branched.as("sightings"))
                .defaultBranch(Branched.as("source-posts"));
        KStream<String, Sighting> sightings = repartitioned(
                branches.get("route-spread-sightings"), Sighting.class, SIGHTINGS_BY_ASSET, parts.assetPartitions());
        KStream<String, SourcePost> sourcePosts = repartitioned(
                branches.get("route-spread-source-posts"),
                SourcePost.class,
                SIGHTINGS_BY_SOURCE,
                topics.sourceLedger.partitions());

        TokenStatsStep count = new TokenStatsStep(serde(Sighting.class), books, parts.settling(), parts.version());
        KStream<String, TokenStats> counted = cast(
                produceAccounts(count.build(sightings), "counted")
                        .branch(
                                (key, value) -> value instanceof LateRecord,
                                Branched.withConsumer(
                                        late -> produce(
                                                cast(late, LateRecord.class, "late-sightings"),
                                                topics.late,
                                                "sightings"),
                                        "late"))
                        .defaultBranch(Branched.as("stats"))
                        .get("route-counted-stats"),
                TokenStats.class,
                "counted-stats");
        produce(counted, topics.tokenStats, "counted");

        KStream<String, TokenStats> byWindow = counted.filter(
                        (asset, stats) -> TrendStep.isRanked(stats), Named.as("choose-ranked-windows"))
                .repartition(Repartitioned.with(Serdes.String(), serde(TokenStats.class))
                        .withName(STATS_BY_WINDOW)
                        .withNumberOfPartitions(1));
        TrendStep rank = new TrendStep(serde(TokenStats.class), books, parts.settling(), parts.version());
        produceAccounts(rank.build(byWindow), "ranked")
                .defaultBranch(Branched.withConsumer(
                        ranked -> produce(cast(ranked, TokenStats.class, "ranked-stats"), topics.tokenStats, "ranked"),
                        "stats"));

        SourceActivityStep activity =
                new SourceActivityStep(serde(SourcePost.class), books, parts.settling(), parts.version());
        produceAccounts(activity.build(sourcePosts), "activity")
                .defaultBranch(Branched.withConsumer(
                        entries -> produce(
                                cast(entries, LedgerEntry.class, "ledger-entries"), topics.sourceLedger, "activity"),
                        "entries"));
    }

    private <T extends SpecificRecord> KStream<String, T> repartitioned(
            KStream<String, SpecificRecord> from, Class<T> type, String name, int partitions) {
        return cast(from, type, name)
                .repartition(Repartitioned.with(Serdes.String(), serde(type))
                        .withName(name)
                        .withNumberOfPartitions(partitions));
    }

    /** Sends the books of a step to their topic; the other branches are the caller's. */
    private BranchedKStream<String, SpecificRecord> produceAccounts(
            KStream<String, SpecificRecord> from, String subject) {
        return from.split(Named.as("route-" + subject + "-"))
                .branch(
                        (key, value) -> value instanceof FlowAccount,
                        Branched.withConsumer(
                                books -> produce(
                                        cast(books, FlowAccount.class, subject + "-accounts"),
                                        topics.accounts,
                                        subject),
                                "accounts"));
    }

    private <T extends SpecificRecord> void produce(KStream<String, T> from, Topic<T> topic, String subject) {
        from.to(
                topic.name(),
                Produced.with(Serdes.String(), serde(topic.valueType()))
                        .withName("produce-" + topic.id() + "-" + subject));
    }

    private <T extends SpecificRecord> Serde<T> serde(Class<T> type) {
        return parts.serdes().of(type);
    }

    private static <T> KStream<String, T> cast(KStream<String, SpecificRecord> from, Class<T> type, String name) {
        return from.mapValues(type::cast, Named.as("as-" + name));
    }
}
