package io.tokentape.topology.stats;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The lengths of window, each a whole number of the one before; windows tumble and are aligned to the epoch. */
enum Span {
    MINUTE(Duration.ofMinutes(1), 120, 30),
    FIVE_MINUTES(Duration.ofMinutes(5), 288, 24),
    HOUR(Duration.ofHours(1), 168, 24),
    DAY(Duration.ofDays(1), 30, 7);

    static final List<Span> ALL = List.of(values());

    private final long millis;
    private final int pastWindows;
    private final int fewestPastWindows;

    Span(Duration length, int pastWindows, int fewestPastWindows) {
        this.millis = length.toMillis();
        this.pastWindows = pastWindows;
        this.fewestPastWindows = fewestPastWindows;
    }

    static List<Long> allMillis() {
        return Stream.of(values()).map(span -> span.millis).toList();
    }

    long millis() {
        return millis;
    }

    /** An asset's past is so many windows of this length, at most. */
    int pastWindows() {
        return pastWindows;
    }

    /** With fewer there is no saying what is usual. */
    int fewestPastWindows() {
        return fewestPastWindows;
    }

    /** Number of the window that a time lies in. */
    long window(long time) {
        return Math.floorDiv(time, millis);
    }

    /** End, exclusive, of the window that a time lies in. */
    long end(long time) {
        return (window(time) + 1) * millis;
    }
}
