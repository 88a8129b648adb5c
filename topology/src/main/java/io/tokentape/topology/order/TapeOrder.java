package io.tokentape.topology.order;

import java.util.Comparator;
import java.util.TreeMap;

/**
 * Hands records on in the order of the tape: by time, then id, then key. A record waits until the time is {@code settle}
 * beyond its own; what may be due at a time comes before the records of that time.
 *
 * <p>The time is the newest that was seen, or moves on with the ticks of a clock when nothing is seen. When it leaps, old
 * records are pouring in, from several tasks that are at different places of the tape: then records are held back until
 * the ticks show that they come no faster than time passes, or too many wait. Not safe for use by many threads.
 *
 * @param <V> what a record holds
 */
final class TapeOrder<V> {
    /** Before anything has been seen. */
    static final long NO_TIME = Long.MIN_VALUE;

    private static final Comparator<Place> ORDER =
            Comparator.comparingLong(Place::at).thenComparing(Place::id).thenComparing(Place::key);

    static final long TICK_MILLIS = 1_000;
    /** A record that is so far ahead is not of this moment. */
    private static final long LEAP_MILLIS = 60_000;
    /** In a tick the newest time grows by no more than this when records come as they are said. */
    private static final long CALM_MILLIS = 5_000;
    /** What was held back goes on in parts, since a transaction must end in time. */
    static final int MOST_A_TICK = 2_000;
    /** So many times as many ticks on end are enough when some still come from far back, as they may for ever. */
    private static final int SLOW_FACTOR = 10;

    /** So many ticks without a record make the tape quiet. */
    private static final int QUIET_TICKS = 2;
    /**
     * So long, of the tape, the ticks move the time on without a record: long enough for a window of an hour to close, and no
     * longer, since what brings the records may be down, and what it brings then comes after its turn.
     */
    static final long MOST_QUIET_MILLIS = 65 * 60_000;

    private final long settleMillis;
    private final int mostHeldBack;
    private final int enoughCalm;
    private final TreeMap<Place, V> waiting = new TreeMap<>(ORDER);
    private long time = NO_TIME;
    private long seen = NO_TIME;
    private boolean holdsBack;

    private long seenAtTick = NO_TIME;
    /** Of the records since the tick; {@link Long#MAX_VALUE} = there was none. */
    private long oldestSinceTick = Long.MAX_VALUE;

    private int quietTicks;
    private int calmTicks;
    private int slowTicks;

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

    /** Told of what is due and of whose turn has come. */
    interface Taker<V> {
        /** Before the records of the time are taken; and last of the settled time. */
        void reach(long time);

        void take(Turn<V> turn);
    }

    TapeOrder(Settling settling) {
        this.settleMillis = settling.settle().toMillis();
        this.mostHeldBack = settling.mostHeldBack();
        this.enoughCalm = settling.calmSeconds() * 1_000 / (int) TICK_MILLIS;
    }

    /** By which turns are taken. */
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

    /** Lets a record wait for its turn, and others take theirs; one at the same place is replaced. */
    void add(Place place, V value, Taker<V> taker) {
        waiting.put(place, value);
        oldestSinceTick = Math.min(oldestSinceTick, place.at());
        seen = Math.max(seen, place.at());
        holdBackIfLeap(place.at());
        if (!holdsBack) {
            moveTo(seen, taker);
        } else if (waiting.size() > mostHeldBack) {
            moveTo(waiting.firstKey().at() + settleMillis, taker);
        }
    }

    /** Notes that a record came whose turn has passed. */
    void addBehind(long at) {
        oldestSinceTick = Math.min(oldestSinceTick, at);
    }

    /** To be called when {@value #TICK_MILLIS} ms of the wall's time have passed. */
    void tick(Taker<V> taker) {
        boolean quiet = oldestSinceTick == Long.MAX_VALUE;
        boolean slow = seenAtTick != NO_TIME && seen - seenAtTick <= CALM_MILLIS;
        boolean calm = slow && (quiet || seen - oldestSinceTick <= LEAP_MILLIS);
        quietTicks = quiet ? quietTicks + 1 : 0;
        slowTicks = slow ? slowTicks + 1 : 0;
        calmTicks = calm ? calmTicks + 1 : 0;
        seenAtTick = seen;
        oldestSinceTick = Long.MAX_VALUE;
        if (holdsBack && (calmTicks >= enoughCalm || slowTicks >= SLOW_FACTOR * enoughCalm)) {
            letGo(taker);
        } else if (!holdsBack && quietTicks >= QUIET_TICKS && time != NO_TIME && time - seen < MOST_QUIET_MILLIS) {
            moveTo(time + TICK_MILLIS, taker);
        }
    }

    /** Puts back a record that waited when an earlier one stopped. */
    void restore(Place place, V value) {
        waiting.put(place, value);
        seen = Math.max(seen, place.at());
        holdBackIfLeap(place.at());
    }

    /** Takes up the time of an earlier one, before its records. */
    void resumeAt(long earlier) {
        time = earlier;
        seen = earlier;
    }

    /** Forgets everything. */
    void clear() {
        waiting.clear();
        time = NO_TIME;
        seen = NO_TIME;
        seenAtTick = NO_TIME;
        holdsBack = false;
        oldestSinceTick = Long.MAX_VALUE;
        quietTicks = 0;
        calmTicks = 0;
        slowTicks = 0;
    }

    private void holdBackIfLeap(long at) {
        boolean leap = time == NO_TIME || at - time > LEAP_MILLIS;
        if (mostHeldBack > 0 && leap && !holdsBack) {
            holdsBack = true;
            calmTicks = 0;
            slowTicks = 0;
        }
    }

    private void letGo(Taker<V> taker) {
        int left = MOST_A_TICK;
        for (Place place : waiting.keySet()) {
            if (left-- == 0) {
                moveTo(place.at() + settleMillis, taker);
                return;
            }
        }
        holdsBack = false;
        moveTo(seen, taker);
    }

    private void moveTo(long newTime, Taker<V> taker) {
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
                taker.reach(last);
            }
            taker.take(new Turn<>(place, value));
        }
        if (settled > last) {
            taker.reach(settled);
        }
    }
}
