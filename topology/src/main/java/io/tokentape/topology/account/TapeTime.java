package io.tokentape.topology.account;

import java.time.Instant;

/** Which times a record may carry. */
public final class TapeTime {
    /** Bitcoin's first block's day: nothing about a crypto token is older. */
    public static final Instant EARLIEST = Instant.parse("2009-01-03T00:00:00Z");

    /** Marks a record whose own timestamp was out of range; holds that timestamp. It runs at its predecessor's time. */
    public static final String OUT_OF_RANGE_HEADER = "tokentape.timestamp-out-of-range";

    private TapeTime() {}
}
