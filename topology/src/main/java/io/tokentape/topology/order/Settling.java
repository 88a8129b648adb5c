package io.tokentape.topology.order;

import java.time.Duration;

/**
 * How long the ordered steps wait for what may still come.
 *
 * @param settle how far behind the newest time that was seen a record is taken
 * @param mostHeldBack how many records a task may hold back while old records pour in faster than time passes, since those
 *     come in no order; 0 = it takes each newest time as it comes, which is right where records come in order
 * @param calmSeconds for how long, by the wall, they must come no faster than time passes before what was held back goes on
 */
public record Settling(Duration settle, int mostHeldBack, int calmSeconds) {
    private static final int CALM_SECONDS = 3;

    public Settling {
        if (settle.isNegative() || mostHeldBack < 0 || calmSeconds < 1) {
            throw new IllegalArgumentException(
                    "settle " + settle + ", held back " + mostHeldBack + ", calm for " + calmSeconds);
        }
    }

    /** For records that come straight from the posts. */
    public Settling(Duration settle, int mostHeldBack) {
        this(settle, mostHeldBack, CALM_SECONDS);
    }

    /**
     * For a step that also waits for what other ordered steps say.
     *
     * @param margin how long that takes, added to {@code settle}
     */
    public Settling behindOthers(Duration margin) {
        // The others hold back too, and what they then say takes a while to come.
        return new Settling(settle.plus(margin), mostHeldBack, 3 * calmSeconds);
    }

    /** For records that come in order, but for {@code settle}. */
    public static Settling after(Duration settle) {
        return new Settling(settle, 0);
    }
}
