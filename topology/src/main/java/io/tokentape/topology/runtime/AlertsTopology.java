package io.tokentape.topology.runtime;

import io.tokentape.schemas.avro.Alert;
import io.tokentape.schemas.avro.AlertCue;
import io.tokentape.schemas.avro.FlowAccount;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.ManualEntry;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.avro.TokenStats;
import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.topology.account.AccountingStep;
import io.tokentape.topology.alert.AlertEngine;
import io.tokentape.topology.alert.AlertReferenceStep;
import io.tokentape.topology.alert.AlertRules;
import io.tokentape.topology.alert.AlertStep;
import io.tokentape.topology.alert.CuesStep;
import io.tokentape.topology.alert.SubjectCuesStep;
import io.tokentape.topology.alert.WatchedCompanies;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * From intelligence, statistics, token states and an operator's entries to alerts. Two sub-topologies, joined by one
 * internal topic: cues are taken from posts where the post's id leads, and everything about a subject meets where the subject
 * leads.
 */
final class AlertsTopology implements SubTopology {
    /** Name under which its books are kept. */
    static final String NAME = "alerts";

    static final String CUES_BY_SUBJECT = "cues-by-subject";

    /**
     * Statistics are put out when {@code settle} has passed since the window's end, and come through the transactions of
     * analytics and of the cues: alerts wait for them so much longer, which covers two commits and their way.
     */
    private static final Duration AFTER_STATISTICS = Duration.ofSeconds(1);

    private final TopologyParts parts;
    private final Topics topics;
    private final AlertRules rules;
    private final WatchedCompanies companies;
    private final Serde<AlertCue> cues;
    private final Serde<FlowAccount> accounts;

    AlertsTopology(TopologyParts parts) {
        this.parts = parts;
        this.topics = parts.topics();
        this.rules = AlertRules.shipped();
        this.companies = new WatchedCompanies();
        this.cues = parts.serdes().of(AlertCue.class);
        this.accounts = parts.serdes().of(FlowAccount.class);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Topic<?>> topics() {
        return List.of(
                topics.intelligence,
                topics.tokenStats,
                topics.tokenState,
                topics.rawManual,
                topics.refCompanies,
                topics.refRules,
                topics.alerts);
    }

    @Override
    public List<Topic<?>> readTogether() {
        return List.of(topics.tokenState, topics.tokenStats, topics.rawManual);
    }

    @Override
    public void build(StreamsBuilder builder) {
        AccountingStep.Books books = parts.books(NAME);
        new AlertReferenceStep(rules, companies, topics, parts.serdes()).build(builder);
        KStream<String, AlertCue> ofPosts = passOn(
                        new CuesStep(parts.serdes().of(Intelligence.class).deserializer(), companies, books)
                                .build(stream(builder, topics.intelligence)),
                        "posts")
                .repartition(Repartitioned.with(Serdes.String(), cues)
                        .withName(CUES_BY_SUBJECT)
                        .withNumberOfPartitions(parts.assetPartitions())
                        .withStreamPartitioner(new WithdrawalsEverywhere()));
        KStream<String, AlertCue> ofStatistics = passOn(
                SubjectCuesStep.ofStatistics(parts.serdes().of(TokenStats.class).deserializer(), books, parts.version())
                        .build(stream(builder, topics.tokenStats)),
                "statistics");
        KStream<String, AlertCue> ofStates = passOn(
                SubjectCuesStep.ofStates(parts.serdes().of(TokenState.class).deserializer(), books, parts.version())
                        .build(stream(builder, topics.tokenState)),
                "states");
        KStream<String, AlertCue> ofEntries = passOn(
                SubjectCuesStep.ofEntries(parts.serdes().of(ManualEntry.class).deserializer(), books, parts.version())
                        .build(stream(builder, topics.rawManual)),
                "entries");
        KStream<String, AlertCue> bySubject = ofPosts.merge(ofStatistics, Named.as("merge-statistics"))
                .merge(ofStates, Named.as("merge-states"))
                .merge(ofEntries, Named.as("merge-entries"));
        KStream<String, SpecificRecord> decided = new AlertStep(
                        AlertEngine.shipped(rules),
                        cues,
                        books,
                        parts.settling().behindOthers(AFTER_STATISTICS),
                        parts.version())
                .build(bySubject);
        route(decided, "decided")
                .branch((key, value) -> value instanceof Alert, Branched.withConsumer(this::produceAlerts, "alerts"))
                .noDefaultBranch();
    }

    /** A withdrawal goes to every task, since any may hold what stands on the post; all else where its subject leads. */
    private static final class WithdrawalsEverywhere implements StreamPartitioner<String, AlertCue> {
        @Override
        public Optional<Set<Integer>> partitions(String topic, String key, AlertCue cue, int count) {
            return cue.getWithdrawn() == null
                    ? Optional.empty()
                    : Optional.of(IntStream.range(0, count).boxed().collect(Collectors.toCollection(HashSet::new)));
        }
    }

    private KStream<String, byte[]> stream(StreamsBuilder builder, Topic<?> topic) {
        return builder.stream(topic.name(), parts.asReceived("consume-" + topic.id()));
    }

    /** Sends the books to their topic and gives back the cues. */
    private KStream<String, AlertCue> passOn(KStream<String, SpecificRecord> from, String subject) {
        return route(from, subject)
                .defaultBranch(Branched.as("cues"))
                .get("route-" + subject + "-cues")
                .mapValues(AlertCue.class::cast, Named.as("as-cues-of-" + subject));
    }

    private BranchedKStream<String, SpecificRecord> route(KStream<String, SpecificRecord> from, String subject) {
        return from.split(Named.as("route-" + subject + "-"))
                .branch(
                        (key, value) -> value instanceof FlowAccount,
                        Branched.withConsumer(books -> produceAccounts(books, subject), "accounts"));
    }

    private void produceAccounts(KStream<String, SpecificRecord> from, String subject) {
        from.mapValues(FlowAccount.class::cast, Named.as("as-accounts-of-" + subject))
                .to(
                        topics.accounts.name(),
                        Produced.with(Serdes.String(), accounts).withName("produce-accounts-of-" + subject));
    }

    private void produceAlerts(KStream<String, SpecificRecord> from) {
        from.mapValues(Alert.class::cast, Named.as("as-alerts"))
                .to(
                        topics.alerts.name(),
                        Produced.with(Serdes.String(), parts.serdes().of(Alert.class))
                                .withName("produce-alerts"));
    }
}
