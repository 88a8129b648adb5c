package io.tokentape.topology.alert;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleBinaryOperator;

/**
 * A measure over time in a {@link Memory}, kept as one trace a bucket of a window, so that its cost is bounded however often
 * it is observed: {@value #BUCKETS} buckets a window, and the one that is being left.
 *
 * @param name of the traces
 * @param who whose measure it is
 * @param windowMillis how far back it is looked at
 */
record Series(String name, String who, long windowMillis) {
    private static final int BUCKETS = 6;

    /**
     * With a further observation.
     *
     * @param keep which of two values of one bucket stays, such as the greater
     */
    Memory add(Memory memory, long at, double value, DoubleBinaryOperator keep) {
        long bucket = Math.max(1, windowMillis / BUCKETS);
        long from = Math.floorDiv(at, bucket) * bucket;
        double kept = value;
        for (Trace trace : of(memory)) {
            if (trace.at() == from) {
                kept = keep.applyAsDouble(trace.value(), value);
                if (kept == trace.value()) {
                    return memory;
                }
            }
        }
        return memory.with(new Trace(name, who, from, from + bucket + windowMillis, kept, null, null));
    }

    /** The greatest value within the window before a time; empty = none is known. */
    OptionalDouble greatest(Memory memory, long at) {
        return of(memory).stream()
                .filter(trace -> trace.until() > at)
                .mapToDouble(Trace::value)
                .max();
    }

    /** The least value within the window before a time; empty = none is known. */
    OptionalDouble least(Memory memory, long at) {
        return of(memory).stream()
                .filter(trace -> trace.until() > at)
                .mapToDouble(Trace::value)
                .min();
    }

    private List<Trace> of(Memory memory) {
        return memory.named(name).stream()
                .filter(trace -> trace.who().equals(who))
                .toList();
    }
}
