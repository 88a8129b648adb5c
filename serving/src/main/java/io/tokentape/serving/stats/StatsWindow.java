package io.tokentape.serving.stats;

import java.time.Duration;
import java.util.Arrays;

/** The windows that there are statistics for. */
public enum StatsWindow {
    ONE_MINUTE("1m", Duration.ofMinutes(1)),
    FIVE_MINUTES("5m", Duration.ofMinutes(5)),
    ONE_HOUR("1h", Duration.ofHours(1)),
    ONE_DAY("24h", Duration.ofHours(24));

    private final String text;
    private final long millis;

    StatsWindow(String text, Duration length) {
        this.text = text;
        this.millis = length.toMillis();
    }

    /** As clients say it. */
    String text() {
        return text;
    }

    /** Its length. */
    public long millis() {
        return millis;
    }

    /** @throws IllegalArgumentException with a message for people */
    public static StatsWindow parse(String text) {
        return Arrays.stream(values())
                .filter(window -> window.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of "
                        + String.join(
                                ", ",
                                Arrays.stream(values())
                                        .map(window -> window.text)
                                        .toList())));
    }
}
