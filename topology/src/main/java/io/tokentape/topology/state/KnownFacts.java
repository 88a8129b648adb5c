package io.tokentape.topology.state;

import java.util.EnumMap;
import java.util.Map;

/** The last value of each fact, with the observation it is from. For use by one thread. */
final class KnownFacts {
    private final Map<StateFact, Object> values = new EnumMap<>(StateFact.class);
    private final Map<StateFact, Observation> origins = new EnumMap<>(StateFact.class);

    /** Keeps what is there: newer observations come first. */
    void offer(StateFact fact, Object value, Observation origin) {
        if (values.putIfAbsent(fact, value) == null) {
            origins.put(fact, origin);
        }
    }

    /** Null = not known. */
    Object value(StateFact fact) {
        return values.get(fact);
    }

    /** NaN = not known. */
    double number(StateFact fact) {
        return values.get(fact) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** Null = not known. */
    Observation origin(StateFact fact) {
        return origins.get(fact);
    }

    boolean isFresh(StateFact fact, long now) {
        Observation origin = origins.get(fact);
        return origin != null && !fact.kind().isStale(origin.ageMillis(now));
    }
}
