package io.tokentape.topology.alert;

import io.tokentape.schemas.avro.AlertCue;
import io.tokentape.schemas.avro.Lineage;
import io.tokentape.schemas.avro.ManualAlert;
import io.tokentape.schemas.avro.ManualEntry;
import io.tokentape.schemas.avro.ManualKind;
import io.tokentape.schemas.avro.SubjectKind;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.avro.TokenStats;
import io.tokentape.schemas.avro.Tri;
import io.tokentape.topology.account.AccountingStep;
import io.tokentape.topology.account.Outcome;
import io.tokentape.topology.account.PoisonException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * What alerts want to know of records that are keyed by their subject already.
 *
 * <p>In: the topic as bytes. Out: an {@link AlertCue} with the key and timestamp of the record. State: none but the books.
 *
 * <p>Filtered: {@code no_cue}, a record that no machine could use. Dead-lettered: {@code timestamp}, {@code null_key},
 * {@code null_value}, {@code undecodable}, {@code wrong_key}, {@code bad_alert}.
 *
 * @param <T> what the topic holds
 */
public final class SubjectCuesStep<T extends SpecificRecord> {
    public static final String STATS_NODE = "find-cues-in-statistics";
    public static final String STATES_NODE = "find-cues-in-states";
    public static final String ENTRIES_NODE = "find-cues-in-entries";

    private static final int DIGEST_BYTES = 8;

    private final Deserializer<T> values;
    private final AccountingStep.Books books;
    private final Reading<T> reading;
    private final String version;

    /** What a record says about the subject that is its key. */
    private interface Reading<T> {
        Optional<AlertCue> cue(String subject, T value, Lineage lineage);
    }

    private SubjectCuesStep(Deserializer<T> values, AccountingStep.Books books, Reading<T> reading, String version) {
        this.values = values;
        this.books = books;
        this.reading = reading;
        this.version = version;
    }

    public static SubjectCuesStep<TokenStats> ofStatistics(
            Deserializer<TokenStats> values, AccountingStep.Books books, String version) {
        return new SubjectCuesStep<>(values, books.forStep(STATS_NODE), SubjectCuesStep::cue, version);
    }

    public static SubjectCuesStep<TokenState> ofStates(
            Deserializer<TokenState> values, AccountingStep.Books books, String version) {
        return new SubjectCuesStep<>(values, books.forStep(STATES_NODE), SubjectCuesStep::cue, version);
    }

    public static SubjectCuesStep<ManualEntry> ofEntries(
            Deserializer<ManualEntry> values, AccountingStep.Books books, String version) {
        return new SubjectCuesStep<>(values, books.forStep(ENTRIES_NODE), SubjectCuesStep::cue, version);
    }

    public KStream<String, SpecificRecord> build(KStream<String, byte[]> records) {
        return records.process(
                new ProcessorSupplier<String, byte[], String, SpecificRecord>() {
                    @Override
                    public Processor<String, byte[], String, SpecificRecord> get() {
                        return new FindCue();
                    }

                    @Override
                    public Set<StoreBuilder<?>> stores() {
                        return books.stores();
                    }
                },
                Named.as(books.step()));
    }

    private final class FindCue extends AccountingStep<String, byte[]> {
        FindCue() {
            super(books);
        }

        @Override
        protected Outcome handle(Record<String, byte[]> record) {
            if (record.key() == null || record.key().isEmpty()) {
                throw new PoisonException("null_key", "the key is the subject");
            }
            if (record.value() == null) {
                throw new PoisonException("null_value", "what no longer holds is said by a record");
            }
            RecordMetadata origin = context().recordMetadata().orElseThrow();
            Lineage lineage = new Lineage(origin.topic(), origin.partition(), origin.offset(), version, version);
            Optional<AlertCue> cue = reading.cue(record.key(), decode(values, record.value()), lineage);
            cue.ifPresent(found -> context().forward(new Record<>(record.key(), found, record.timestamp())));
            return cue.isPresent() ? Outcome.PUT_OUT : Outcome.filtered("no_cue");
        }
    }

    private static void requireKey(String key, String subject) {
        if (!key.equals(subject)) {
            throw new PoisonException("wrong_key", key + " is not " + subject);
        }
    }

    /** @throws PoisonException when it is not about its key */
    public static Optional<AlertCue> cue(String subject, TokenStats stats, Lineage lineage) {
        requireKey(subject, stats.getAsset());
        return stats.getStories() == 0
                ? Optional.empty()
                : Optional.of(AlertCue.newBuilder()
                        .setId("stats/%d/%d/%d"
                                .formatted(stats.getWindowMillis(), stats.getWindowEnd(), stats.getRevision()))
                        .setSubjectKind(SubjectKind.ASSET)
                        .setStats(stats)
                        .setLineage(lineage)
                        .build());
    }

    /** @throws PoisonException when it is not about its key */
    public static Optional<AlertCue> cue(String subject, TokenState state, Lineage lineage) {
        requireKey(subject, state.getAsset());
        if (!isHeard(state)) {
            return Optional.empty();
        }
        String pool = state.getPool() == null ? "" : state.getPool();
        // Of one moment there may be several, each with another part of what the provider knows.
        return Optional.of(AlertCue.newBuilder()
                .setId("state/" + state.getProvider() + '/' + pool + '/' + state.getObservedAt() + '/' + digest(state))
                .setSubjectKind(SubjectKind.ASSET)
                .setState(state)
                .setLineage(lineage)
                .build());
    }

    private static String digest(TokenState state) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(state.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static boolean isHeard(TokenState state) {
        return Stream.of(
                                state.getLiquidityUsd(),
                                state.getTop10Share(),
                                state.getCreatorShare(),
                                state.getBuyTax(),
                                state.getSellTax(),
                                state.getLpLockedShare(),
                                state.getBondingCurveProgress())
                        .anyMatch(Objects::nonNull)
                || Stream.of(
                                state.getHoneypot(),
                                state.getCannotSell(),
                                state.getMintable(),
                                state.getFreezable(),
                                state.getProxy(),
                                state.getOwnershipRenounced())
                        .anyMatch(flag -> flag != Tri.UNKNOWN);
    }

    /** @throws PoisonException when it is not about its key, or no alert though it says so */
    public static Optional<AlertCue> cue(String subject, ManualEntry entry, Lineage lineage) {
        requireKey(subject, entry.getSubject());
        if (entry.getKind() != ManualKind.ALERT) {
            return Optional.empty();
        }
        ManualAlert alert = entry.getAlert();
        if (alert == null || !(alert.getConfidence() >= 0 && alert.getConfidence() <= 1)) {
            throw new PoisonException("bad_alert", "an alert has its part, with a confidence in 0..1");
        }
        return Optional.of(AlertCue.newBuilder()
                .setId("manual/" + entry.getId() + '/' + entry.getRevision())
                .setSubjectKind(kind(subject, alert))
                .setManual(entry)
                .setLineage(lineage)
                .build());
    }

    private static SubjectKind kind(String subject, ManualAlert alert) {
        if (subject.equals(alert.getCompany())) {
            return SubjectKind.COMPANY;
        }
        return subject.equals(alert.getAsset()) || subject.indexOf(':') > 0 ? SubjectKind.ASSET : SubjectKind.SYMBOL;
    }
}
