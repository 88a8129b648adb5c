package io.tokentape.schemas.wire;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Ids that a registry said a moment ago it does not know, so that a run of bytes that are not ours does not ask once a
 * record. Forgets soon, since a registry may learn an id. Bounded. Safe for use by many threads.
 */
final class UnknownSchemas {
    static final Duration REMEMBERED = Duration.ofSeconds(10);
    static final int MOST = 10_000;

    private final LongSupplier nanos;
    private final Map<Integer, Refusal> refusals = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Refusal> eldest) {
            return size() > MOST;
        }
    };

    private record Refusal(String message, long at) {}

    /** @param nanos a clock such as {@link System#nanoTime} */
    UnknownSchemas(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** What was said when the id was asked for; null when it must be asked for again. */
    synchronized String refusal(int id) {
        Refusal refusal = refusals.get(id);
        if (refusal == null) {
            return null;
        }
        if (nanos.getAsLong() - refusal.at > REMEMBERED.toNanos()) {
            refusals.remove(id);
            return null;
        }
        return refusal.message;
    }

    synchronized void add(int id, String message) {
        refusals.remove(id);
        refusals.put(id, new Refusal(message, nanos.getAsLong()));
    }
}
