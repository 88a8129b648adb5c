package io.tokentape.topology.runtime;

import io.tokentape.schemas.avro.FlowAccount;
import io.tokentape.schemas.avro.GatheredPost;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.MentionDraft;
import io.tokentape.schemas.avro.RawPost;
import io.tokentape.schemas.avro.SourcePost;
import io.tokentape.schemas.avro.StateSeriesList;
import io.tokentape.schemas.avro.TokenRef;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.topology.account.AccountingStep;
import io.tokentape.topology.analysis.AnalyseStep;
import io.tokentape.topology.analysis.PostAnalyzer;
import io.tokentape.topology.analysis.ReferenceData;
import io.tokentape.topology.mention.TokenReferenceStep;
import io.tokentape.topology.state.GatherStep;
import io.tokentape.topology.state.TokenStateStep;
import io.tokentape.topology.story.StoryStep;
import io.tokentape.topology.watch.WatchReferenceStep;
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
 * From raw posts to intelligence. Three sub-topologies, joined by two internal topics: posts are analysed where their
 * sayer's posts meet, their assets are joined where the asset's state lies, and posts with several assets are gathered
 * where their id leads. A post without an asset takes no hop, a post with one takes one.
 */
final class IntelligenceTopology implements SubTopology {
    /** Name under which its books are kept. */
    static final String NAME = "intelligence";

    static final String MENTIONS_BY_ASSET = "mentions-by-asset";
    static final String MENTIONS_BY_POST = "mentions-by-post";

    private final TopologyParts parts;
    private final PostAnalyzer analyzer;
    private final ReferenceData reference;
    private final Topics topics;
    private final Serde<Intelligence> intelligence;
    private final Serde<FlowAccount> accounts;
    private final Serde<MentionDraft> drafts;

    /** @param reference what the analyzer looks into; kept up to date from the topics of reference data */
    IntelligenceTopology(TopologyParts parts, PostAnalyzer analyzer, ReferenceData reference) {
        this.parts = parts;
        this.analyzer = analyzer;
        this.reference = reference;
        this.topics = parts.topics();
        this.intelligence = parts.serdes().of(Intelligence.class);
        this.accounts = parts.serdes().of(FlowAccount.class);
        this.drafts = parts.serdes().of(MentionDraft.class);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Topic<?>> topics() {
        return List.of(
                topics.rawTweets,
                topics.rawNews,
                topics.rawTelegram,
                topics.rawReddit,
                topics.refTokens,
                topics.refCompanies,
                topics.refRules,
                topics.tokenState,
                topics.intelligence,
                topics.irrelevant);
    }

    @Override
    public List<Topic<?>> readTogether() {
        return List.of();
    }

    @Override
    public void build(StreamsBuilder builder) {
        AccountingStep.Books books = parts.books(NAME);
        new TokenReferenceStep(
                        reference.tokens(),
                        topics.refTokens,
                        parts.serdes().of(TokenRef.class).deserializer())
                .build(builder);

        KStream<String, byte[]> raw =
                builder.stream(topics.raw().stream().map(Topic::name).toList(), parts.asReceived("consume-raw-posts"));
        AnalyseStep analyse = new AnalyseStep(
                analyzer, parts.serdes().of(RawPost.class).deserializer(), books, parts.settle(), parts.version());
        BranchedKStream<String, SpecificRecord> analysed = produce(analyse.build(raw), "analysed")
                .branch(
                        (key, value) -> value instanceof SourcePost,
                        Branched.withConsumer(this::produceIrrelevant, "irrelevant"));
        KStream<String, MentionDraft> mentions = mentions(analysed, "analysed")
                .repartition(Repartitioned.with(Serdes.String(), drafts)
                        .withName(MENTIONS_BY_ASSET)
                        .withNumberOfPartitions(parts.assetPartitions()));
        KStream<String, MentionDraft> told =
                mentions(produceBooks(new StoryStep(books, parts.settle()).build(mentions), "told"), "told");

        KStream<String, byte[]> states =
                builder.stream(topics.tokenState.name(), parts.asReceived("consume-" + topics.tokenState.id()));
        TokenStateStep.Outputs outputs = new TokenStateStep(
                        parts.serdes().of(TokenState.class).deserializer(),
                        parts.serdes().of(StateSeriesList.class),
                        books,
                        parts.settle(),
                        parts.historyLimit())
                .build(builder, states, told);
        produceAccounts(outputs.stored(), "stored");
        KStream<String, MentionDraft> joined = mentions(produce(outputs.joined(), "joined"), "joined")
                .repartition(Repartitioned.with(Serdes.String(), drafts)
                        .withName(MENTIONS_BY_POST)
                        .withNumberOfPartitions(topics.intelligence.partitions()));

        produce(new GatherStep(parts.serdes().of(GatheredPost.class), books).build(joined), "gathered")
                .noDefaultBranch();
        // Last, so that the tasks of what was there before keep their numbers and with them their state.
        new WatchReferenceStep(reference.watched(), reference.urgencies(), topics, parts.serdes()).build(builder);
    }

    private KStream<String, MentionDraft> mentions(BranchedKStream<String, SpecificRecord> branches, String subject) {
        Map<String, KStream<String, SpecificRecord>> rest = branches.defaultBranch(Branched.as("mentions"));
        return cast(rest.get(route(subject) + "mentions"), MentionDraft.class, subject + "-mentions");
    }

    /** Sends finished intelligence and books to their topics. */
    private BranchedKStream<String, SpecificRecord> produce(KStream<String, SpecificRecord> from, String subject) {
        return produceBooks(from, subject)
                .branch(
                        (key, value) -> value instanceof Intelligence,
                        Branched.withConsumer(found -> produceIntelligence(found, subject), "intelligence"));
    }

    private BranchedKStream<String, SpecificRecord> produceBooks(KStream<String, SpecificRecord> from, String subject) {
        return from.split(Named.as(route(subject)))
                .branch(
                        (key, value) -> value instanceof FlowAccount,
                        Branched.withConsumer(books -> produceAccounts(books, subject), "accounts"));
    }

    private static String route(String subject) {
        return "route-" + subject + "-";
    }

    private void produceIntelligence(KStream<String, SpecificRecord> from, String subject) {
        cast(from, Intelligence.class, subject + "-intelligence")
                .to(
                        topics.intelligence.name(),
                        Produced.with(Serdes.String(), intelligence).withName("produce-intelligence-" + subject));
    }

    private void produceIrrelevant(KStream<String, SpecificRecord> from) {
        cast(from, SourcePost.class, "irrelevant-posts")
                .to(
                        topics.irrelevant.name(),
                        Produced.with(Serdes.String(), parts.serdes().of(SourcePost.class))
                                .withName("produce-" + topics.irrelevant.id()));
    }

    private void produceAccounts(KStream<String, SpecificRecord> from, String subject) {
        cast(from, FlowAccount.class, subject + "-accounts")
                .to(
                        topics.accounts.name(),
                        Produced.with(Serdes.String(), accounts).withName("produce-accounts-" + subject));
    }

    private static <T> KStream<String, T> cast(KStream<String, SpecificRecord> from, Class<T> type, String name) {
        return from.mapValues(type::cast, Named.as("as-" + name));
    }
}
