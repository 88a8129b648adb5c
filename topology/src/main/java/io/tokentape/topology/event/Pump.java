package io.tokentape.topology.event;

import java.time.Instant;

/**
 * That a text belongs to a coordinated pump: announces it, counts down to it, names its coin or tells of it.
 *
 * @param score how likely that is by the text alone, 0..1; from {@link #LIKELY} it rather does than not
 * @param start when the pump begins, as the text states it; null = not stated
 */
public record Pump(double score, Instant start) {
    public static final double LIKELY = 0.5;

    public boolean isLikely() {
        return score >= LIKELY;
    }
}
