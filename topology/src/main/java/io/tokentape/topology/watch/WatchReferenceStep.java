package io.tokentape.topology.watch;

import io.tokentape.schemas.avro.CompanyRef;
import io.tokentape.schemas.avro.KeywordRule;
import io.tokentape.schemas.avro.RuleRef;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.topology.reference.ReferenceStep;
import java.time.Instant;
import org.apache.kafka.streams.StreamsBuilder;

/**
 * Brings {@code ref.companies}, and the keywords and words of urgency of {@code ref.rules}, into the lists of every
 * instance: see {@link ReferenceStep}. Rules of other kinds are for other steps.
 */
public final class WatchReferenceStep {
    private final WatchList list;
    private final WatchList urgencies;
    private final Topics topics;
    private final WireSerdes serdes;

    public WatchReferenceStep(WatchList list, WatchList urgencies, Topics topics, WireSerdes serdes) {
        this.list = list;
        this.urgencies = urgencies;
        this.topics = topics;
        this.serdes = serdes;
    }

    public void build(StreamsBuilder builder) {
        new ReferenceStep<>(
                        new ReferenceStep.Names("register-companies", "company-reference-store"),
                        topics.refCompanies,
                        serdes.of(CompanyRef.class).deserializer(),
                        ref -> list.put(company(ref)))
                .build(builder);
        new ReferenceStep<>(
                        new ReferenceStep.Names("register-rules", "rule-reference-store"),
                        topics.refRules,
                        serdes.of(RuleRef.class).deserializer(),
                        this::put)
                .build(builder);
    }

    private void put(RuleRef rule) {
        WatchList changed = switch (rule.getKind()) {
            case KEYWORDS -> list;
            case URGENCY -> urgencies;
            default -> null;
        };
        if (changed == null) {
            return;
        }
        if (rule.getSubject() != null) {
            throw new IllegalArgumentException("words hold for all subjects, not for " + rule.getSubject());
        }
        changed.put(new KeywordRules(
                rule.getId(),
                instant(rule.getEffectiveAt()),
                rule.getEnabled(),
                rule.getKeywords().stream().map(WatchReferenceStep::keyword).toList(),
                rule.getDeleted()));
    }

    private static Company company(CompanyRef ref) {
        return new Company(
                ref.getId(), instant(ref.getEffectiveAt()), ref.getName(), ref.getAliases(), ref.getDeleted());
    }

    private static KeywordRules.Keyword keyword(KeywordRule rule) {
        return new KeywordRules.Keyword(rule.getText(), rule.getTier(), rule.getLanguage());
    }

    private static Instant instant(Long epochMillis) {
        return epochMillis == null ? null : Instant.ofEpochMilli(epochMillis);
    }
}
