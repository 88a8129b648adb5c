package io.tokentape.topology.alert;

import java.time.Duration;
import java.util.Map;

/**
 * The thresholds of one machine for one subject at one time.
 *
 * @param id such as {@code alert.surge}
 * @param version null = the shipped one
 * @param enabled false: the machine is not asked
 * @param numbers by name, with every name that is shipped
 */
public record Rule(String id, Integer version, boolean enabled, Map<String, Double> numbers) {
    /** Every machine has it: findings of less confidence open no case. */
    public static final String LEAST_CONFIDENCE = "least_confidence";

    /** Every machine has it: for so long after the last finding of a cause the next one belongs to the same case. */
    public static final String COOL_DOWN_HOURS = "cool_down_hours";

    private static final double MILLIS_AN_HOUR = Duration.ofHours(1).toMillis();

    public Rule {
        numbers = Map.copyOf(numbers);
    }

    /** @throws IllegalArgumentException when no such number is shipped */
    public double number(String name) {
        Double number = numbers.get(name);
        if (number == null) {
            throw new IllegalArgumentException(id + " has no number " + name);
        }
        return number;
    }

    /** A number in hours, in milliseconds. */
    public long hoursInMillis(String name) {
        return (long) (number(name) * MILLIS_AN_HOUR);
    }

    /** What an alert says of it: {@code <id>@<version>}; null = the shipped one. */
    String label() {
        return version == null ? null : id + '@' + version;
    }
}
