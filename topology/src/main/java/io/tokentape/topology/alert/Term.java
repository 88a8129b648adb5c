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
}
