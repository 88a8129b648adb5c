package io.tokentape.topology.account;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Which times a record may carry. */
public final class TapeTime {
    /** Bitcoin's first block's day: nothing about a crypto token is older. */
    public static final Instant EARLIEST = Instant.parse("2009-01-03T00:00:00Z");

    /** Marks a record whose own timestamp was out of range; holds that timestamp. It runs at its predecessor's time. */
    public static final String OUT_OF_RANGE_HEADER = "tokentape.timestamp-out-of-range";

    /** A clock may be ahead of ours by so much. */
    private static final Duration MOST_AHEAD = Duration.ofHours(1);

    private TapeTime() {}

    /** Whether a record may carry this timestamp, epoch milliseconds. */
    public static boolean holds(long timestamp, InstantSource clock) {
        return timestamp >= EARLIEST.toEpochMilli() && timestamp <= clock.millis() + MOST_AHEAD.toMillis();
    }
}
