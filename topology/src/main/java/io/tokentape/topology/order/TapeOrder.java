package io.tokentape.topology.order;

import java.util.Comparator;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Hands records on in the order of the tape: by time, then id, then key. A record waits until the newest time that was
 * seen is {@code settle} beyond its own; what may be due at a time comes before the records of that time. Not safe for
 * use by many threads.
 *
 * @param <V> what a record holds
 */
final class TapeOrder<V> {
    /** Before anything has been seen. */
    static final long NO_TIME = Long.MIN_VALUE;

    private static final Comparator<Place> ORDER =
            Comparator.comparingLong(Place::at).thenComparing(Place::id).thenComparing(Place::key);

    private final long settleMillis;
    private final TreeMap<Place, V> waiting = new TreeMap<>(ORDER);
    private long time = NO_TIME;

    /**
     * Where a record stands.
     *
     * @param at timestamp, epoch milliseconds
     * @param id tells records of one time apart
     * @param key of the record
     */
    record Place(long at, String id, String key) {}

    /** A record whose turn it is. */
    record Turn<V>(Place place, V value) {}

    TapeOrder(long settleMillis) {
        this.settleMillis = settleMillis;
    }

    /** The newest time that was seen. */
    long time() {
        return time;
    }

    /** Everything up to and including this time has been handed on. */
    long settled() {
        return time == NO_TIME ? NO_TIME : time - settleMillis;
    }

    /** Whether its turn has passed. */
    boolean isBehind(long at) {
        return time != NO_TIME && at <= settled();
    }

    /** Lets it wait for its turn; one at the same place is replaced. */
    void add(Place place, V value) {
        waiting.put(place, value);
    }

    /**
     * Moves the time on; an earlier one changes nothing.
     *
     * @param reached told of times before the records of that time, and last of the settled time
     * @param turn told of each record whose turn has come
     */
    void moveTo(long newTime, LongConsumer reached, Consumer<Turn<V>> turn) {
        if (newTime <= time) {
            return;
        }
        time = newTime;
        long settled = settled();
        long last = NO_TIME;
        while (!waiting.isEmpty() && waiting.firstKey().at() <= settled) {
            Place place = waiting.firstKey();
            V value = waiting.pollFirstEntry().getValue();
            if (place.at() > last) {
                last = place.at();
                reached.accept(last);
            }
            turn.accept(new Turn<>(place, value));
        }
        if (settled > last) {
            reached.accept(settled);
        }
    }

    /** Forgets everything. */
    void clear() {
        waiting.clear();
        time = NO_TIME;
    }

    /** Takes up where an earlier one stopped. */
    void resumeAt(long seen) {
        time = seen;
    }
}
