package io.tokentape.topology.mention;

import java.time.Instant;

/** A registry entry and the stretch of time, in epoch milliseconds, in which posts can mean it. */
record TokenVersion(TokenEntry entry, long from, long until) {
    private static final int WELL_KNOWN = 1000;

    static TokenVersion of(TokenEntry entry, TokenEntry next) {
        long from = Math.max(millis(entry.effectiveAt()), millis(entry.knownFrom()));
        long until = next == null ? Long.MAX_VALUE : millis(next.effectiveAt());
        return new TokenVersion(entry, from, until);
    }

    boolean holdsAt(long millis) {
        return from <= millis && millis < until && !entry.deleted();
    }

    boolean holdsAlways() {
        return from == Long.MIN_VALUE && until == Long.MAX_VALUE && !entry.deleted();
    }

    /** The one of a history, by its times, that holds at a time, or null. */
    static TokenVersion heldAt(TokenVersion[] history, long millis) {
        int low = 0;
        int high = history.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (history[middle].until > millis) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low < history.length && history[low].holdsAt(millis) ? history[low] : null;
    }

    /** Ranked before unranked, then by id: an order that does not depend on how the registry was filled. */
    static int better(TokenVersion a, TokenVersion b) {
        int byRank = Integer.compare(a.rank(), b.rank());
        return byRank != 0 ? byRank : a.entry.id().compareTo(b.entry.id());
    }

    /** Whether it is one of the hand-kept coins, which are known by their symbol alone. */
    boolean isWellKnown() {
        return rank() < WELL_KNOWN;
    }

    int rank() {
        return entry.rank() == null ? Integer.MAX_VALUE : entry.rank();
    }

    static long millis(Instant instant) {
        return instant == null ? Long.MIN_VALUE : instant.toEpochMilli();
    }
}
