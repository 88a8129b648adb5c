package io.tokentape.connectors.files;

import java.util.Locale;

/** Why a line was not taken. A closed set, so that it can be counted. */
public enum RejectReason {
    /** Not JSON, not one object, not CSV with the columns of its header. */
    MALFORMED,
    MISSING_FIELD,
    WRONG_TYPE,
    BAD_VALUE,
    /** Before {@link TimeWindow#EARLIEST} or too far ahead of the clock. */
    TIME_OUT_OF_RANGE,
    /** The record would not fit its topic. */
    TOO_LARGE,
    /** No known token claims the symbol. */
    UNKNOWN_SYMBOL;

    /** Lower case with underscores, as counters and reports print it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
