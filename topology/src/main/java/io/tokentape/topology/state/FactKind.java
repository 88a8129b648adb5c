package io.tokentape.topology.state;

import java.time.Duration;

/**
 * What facts are about, and for how long an observation of such a fact is good. The order is part of the keys of the
 * state store: a new kind comes last.
 */
public enum FactKind {
    PRICE(Duration.ofMinutes(15)),
    LIQUIDITY(Duration.ofMinutes(30)),
    TRADING(Duration.ofMinutes(30)),
    SIZE(Duration.ofHours(1)),
    HOLDERS(Duration.ofHours(24)),
    CONTRACT(Duration.ofHours(24)),
    LOCK(Duration.ofHours(24)),
    LAUNCH(Duration.ofMinutes(15)),
    /** What does not change once it is so. */
    LASTING(Duration.ofMillis(Long.MAX_VALUE));

    private final long limitMillis;

    FactKind(Duration limit) {
        this.limitMillis = limit.toMillis();
    }

    public boolean isStale(long ageMillis) {
        return ageMillis > limitMillis;
    }

    /** 1 up to the limit, then what part the limit is of the age. */
    public double freshness(long ageMillis) {
        return isStale(ageMillis) ? (double) limitMillis / ageMillis : 1;
    }

    int bit() {
        return 1 << ordinal();
    }
}
