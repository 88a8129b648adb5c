package io.tokentape.topology.order;

import java.time.Duration;

/**
 * How long the ordered steps wait for what may still come.
 *
 * @param settle how far behind the newest time that was seen a record is taken
 * @param mostHeldBack how many records a task may hold back while old records pour in faster than time passes, since those
 *     come in no order; 0 = it takes each newest time as it comes, which is right where records come in order
 */
public record Settling(Duration settle, int mostHeldBack) {
    public Settling {
        if (settle.isNegative() || mostHeldBack < 0) {
            throw new IllegalArgumentException("settle " + settle + ", held back " + mostHeldBack);
        }
    }

    /** For records that come in order, but for {@code settle}. */
    public static Settling after(Duration settle) {
        return new Settling(settle, 0);
    }
}
