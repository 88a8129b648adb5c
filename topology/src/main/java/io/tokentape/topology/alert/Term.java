package io.tokentape.topology.alert;

import java.util.Objects;

/**
 * One named number that spoke for an alert.
 *
 * @param value as measured, in the unit of the name; null = not known then, which contributes nothing
 * @param threshold what it was held against; null = nothing
 * @param contribution points of confidence, -1..1
 */
public record Term(String name, Double value, Double threshold, double contribution) {
    public Term {
        Objects.requireNonNull(name, "name");
        if (!(contribution >= -1 && contribution <= 1)) {
            throw new IllegalArgumentException("contribution out of -1..1: " + contribution);
        }
    }

    /**
     * A measure that speaks the more the further it is above its threshold.
     *
     * @param full from here on it contributes all it can; more than {@code threshold}
     * @param least what it contributes at the threshold
     * @param most what it can contribute
     */
    public static Term rising(String name, double value, double threshold, double full, double least, double most) {
        double share = Math.max(0, Math.min(1, (value - threshold) / (full - threshold)));
        return new Term(name, value, threshold, value < threshold ? 0 : least + share * (most - least));
    }

    /** A measure that is not known, which says nothing either way. */
    public static Term unknown(String name, double threshold) {
        return new Term(name, null, threshold, 0);
    }
}
