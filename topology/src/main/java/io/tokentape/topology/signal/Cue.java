package io.tokentape.topology.signal;

/** What a word of a trading call announces. */
enum Cue {
    BUY,
    SELL,
    ENTRY,
    LONG,
    SHORT,
    TARGET,
    STOP,
    LEVERAGE,
    /** The price of now: the entry where none is named. */
    CURRENT,
    /** Numbers that follow are no levels. */
    SKIP,
    /** Where a price lies: numbers that follow are no levels, unless a role was opened just before. */
    PLACE,
    /** Gains: numbers that follow are no levels, and beside a percentage they say that a call has paid. */
    PROFIT,
    /** Counts something else: the number before it is no level. */
    UNIT,
    /** Behind a price it makes that the price of now. */
    NOW,
    /** Belongs to calls and changes nothing. */
    PLAIN,
    /** A level was reached. */
    HIT,
    /** A call was ended by hand. */
    CLOSED,
    /** A call holds no longer. */
    CANCELLED,
    /** A call was ended by its stop. */
    STOPPED,
    /** A level was moved. */
    MOVED,
    /** A call is in profit. */
    RUNNING,
    /** Speaks for news of an earlier call, but is said of other things as well. */
    HINT,
    /** What follows is the instrument. */
    COIN,
    /** What follows is the instrument of a pump, a call by itself. */
    PUMP;

    /** Whether the numbers behind it have, or can have, a part in a call. */
    boolean opensRole() {
        return switch (this) {
            case BUY, SELL, ENTRY, LONG, SHORT, TARGET, STOP, LEVERAGE, CURRENT, SKIP, PROFIT -> true;
            default -> false;
        };
    }

    boolean isOrder() {
        return this == BUY || this == SELL || this == LONG || this == SHORT;
    }

    /** Whether it says that something has happened to an earlier call. */
    boolean isNews() {
        return switch (this) {
            case HIT, CLOSED, CANCELLED, STOPPED, MOVED, RUNNING -> true;
            default -> false;
        };
    }
}
