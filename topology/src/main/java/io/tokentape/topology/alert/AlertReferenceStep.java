package io.tokentape.topology.alert;

import io.tokentape.schemas.avro.CompanyRef;
import io.tokentape.schemas.avro.RuleKind;
import io.tokentape.schemas.avro.RuleRef;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.topology.reference.ReferenceStep;
import java.time.Instant;
import org.apache.kafka.streams.StreamsBuilder;

/**
 * Brings the rules of alerts in {@code ref.rules}, and {@code ref.companies} with their tokens and priorities, into the
 * memory of every instance: see {@link ReferenceStep}. Rules of other kinds are for other steps.
 */
public final class AlertReferenceStep {
    private final AlertRules rules;
    private final WatchedCompanies companies;
    private final Topics topics;
    private final WireSerdes serdes;

    public AlertReferenceStep(AlertRules rules, WatchedCompanies companies, Topics topics, WireSerdes serdes) {
        this.rules = rules;
        this.companies = companies;
        this.topics = topics;
        this.serdes = serdes;
    }

    public void build(StreamsBuilder builder) {
        new ReferenceStep<>(
                        new ReferenceStep.Names("register-alert-companies", "alert-company-reference-store"),
                        topics.refCompanies,
                        serdes.of(CompanyRef.class).deserializer(),
                        ref -> put(companies, ref))
                .build(builder);
        new ReferenceStep<>(
                        new ReferenceStep.Names("register-alert-rules", "alert-rule-reference-store"),
                        topics.refRules,
                        serdes.of(RuleRef.class).deserializer(),
                        ref -> put(rules, ref))
                .build(builder);
    }

    /**
     * Adds a version of a rule; one of another kind changes nothing.
     *
     * @throws IllegalArgumentException when it cannot be used
     */
    public static void put(AlertRules rules, RuleRef ref) {
        if (ref.getKind() == RuleKind.ALERT) {
            rules.put(new AlertRules.Version(
                    ref.getId(),
                    instant(ref.getEffectiveAt()),
                    ref.getVersion(),
                    ref.getSubject(),
                    ref.getEnabled(),
                    ref.getNumbers(),
                    ref.getDeleted()));
        }
    }

    /** Adds a version of a company. */
    public static void put(WatchedCompanies companies, CompanyRef ref) {
        companies.put(new WatchedCompanies.Version(
                ref.getId(),
                instant(ref.getEffectiveAt()),
                ref.getSymbols(),
                ref.getTokens(),
                priority(ref.getPriority()),
                ref.getDeleted()));
    }

    private static Priority priority(io.tokentape.schemas.avro.Priority priority) {
        return priority == io.tokentape.schemas.avro.Priority.UNKNOWN ? null : Priority.valueOf(priority.name());
    }

    private static Instant instant(Long epochMillis) {
        return epochMillis == null ? null : Instant.ofEpochMilli(epochMillis);
    }
}
