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
    /** Numbers that follow are no levels. */
    SKIP,
    /** Belongs to calls and changes nothing. */
    PLAIN,
    /** Something has happened to an earlier call. */
    DONE,
    /** Speaks for that too, but is said of other things as well. */
    HINT,
    /** What follows is the instrument. */
    COIN,
    /** What follows is the instrument of a pump, a call by itself. */
    PUMP
}
