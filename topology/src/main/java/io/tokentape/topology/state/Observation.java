package io.tokentape.topology.state;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What one provider knew of an asset, or of one pool of it, at one moment. Immutable; safe for use by many threads.
 */
public final class Observation {
    private static final StateFact[] FACTS = StateFact.values();

    private final String provider;
    private final String pool;
    private final long observedAt;
    private final long learnedAt;
    private final StateFact[] facts;
    private final Object[] values;

    /**
     * @param pool null = the asset as a whole
     * @param observedAt when the provider observed, epoch milliseconds
     * @param learnedAt when we learned it, epoch milliseconds
     * @param known what is known; values as {@link StateFact} says
     */
    public Observation(String provider, String pool, long observedAt, long learnedAt, Map<StateFact, Object> known) {
        this(provider, pool, observedAt, learnedAt, inOrder(known), known);
    }

    private Observation(
            String provider,
            String pool,
            long observedAt,
            long learnedAt,
            StateFact[] facts,
            Map<StateFact, Object> known) {
        this(
                provider,
                pool,
                observedAt,
                learnedAt,
                facts,
                Arrays.stream(facts).map(known::get).toArray());
    }

    private static StateFact[] inOrder(Map<StateFact, Object> known) {
        return known.keySet().stream().sorted().toArray(StateFact[]::new);
    }

    private Observation(
            String provider, String pool, long observedAt, long learnedAt, StateFact[] facts, Object[] values) {
        this.provider = Objects.requireNonNull(provider, "provider");
        this.pool = pool;
        this.observedAt = observedAt;
        this.learnedAt = learnedAt;
        this.facts = facts;
        this.values = values;
    }

    /** @param values by the ordinal of the fact; null = not known */
    static Observation of(String provider, String pool, long observedAt, long learnedAt, Object[] values) {
        int known = 0;
        for (Object value : values) {
            known += value == null ? 0 : 1;
        }
        StateFact[] facts = new StateFact[known];
        Object[] kept = new Object[known];
        int next = 0;
        for (StateFact fact : FACTS) {
            if (values[fact.ordinal()] != null) {
                facts[next] = fact;
                kept[next++] = values[fact.ordinal()];
            }
        }
        return new Observation(provider, pool, observedAt, learnedAt, facts, kept);
    }

    public String provider() {
        return provider;
    }

    /** Null = the asset as a whole. */
    public String pool() {
        return pool;
    }

    public long observedAt() {
        return observedAt;
    }

    public long learnedAt() {
        return learnedAt;
    }

    /** From the observation to the moment; 0 where the provider's clock was ahead. */
    public long ageMillis(long now) {
        return Math.max(0, now - observedAt);
    }

    /** The kinds of its facts, a bit a kind. */
    int kinds() {
        int kinds = 0;
        for (StateFact fact : facts) {
            kinds |= fact.kind().bit();
        }
        return kinds;
    }

    /** What is known; the caller's own. */
    EnumSet<StateFact> facts() {
        EnumSet<StateFact> known = EnumSet.noneOf(StateFact.class);
        for (StateFact fact : facts) {
            known.add(fact);
        }
        return known;
    }

    /** How many facts are known. */
    int size() {
        return facts.length;
    }

    /** In order of the enum. */
    StateFact fact(int index) {
        return facts[index];
    }

    Object value(int index) {
        return values[index];
    }

    /** The same for the same facts on every machine; tells observations of one moment apart. */
    long digest() {
        long digest = observedAt;
        for (int i = 0; i < facts.length; i++) {
            digest = 31 * (31 * digest + facts[i].ordinal()) + values[i].hashCode();
        }
        return digest;
    }

    @Override
    public String toString() {
        return provider + '/' + pool + '@' + learnedAt + List.of(facts) + List.of(values);
    }
}
