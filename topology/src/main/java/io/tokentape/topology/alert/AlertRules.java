package io.tokentape.topology.alert;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The thresholds of all machines. Starts from the numbers that are shipped, which hold from always, and learns more at run
 * time; for events before a version's {@code effectiveAt} the version before it holds. Any number of threads may read while
 * others put.
 */
public final class AlertRules {
    private static final String SHIPPED = "alert-rules.tsv";
    private static final int COLUMNS = 5;
    /** Ten years. */
    private static final double MOST_HOURS = 87_600;

    private static final double MINUTES_AN_HOUR = 60;

    /** What terms divide by or take the logarithm of. */
    private static final Set<String> POSITIVE = Set.of("least_amount_usd", "least_share_change", "least_change");

    private static final double LEAST_POSITIVE = 1e-6;

    /** How often these points can be given. */
    private static final Map<String, Integer> TIMES =
            Map.of("account_weight", 3, "message_weight", 4, "further_channel_weight", 4, "severity_weight", 3);

    /** Where a rule has both, the first is less than the second. */
    private static final List<List<String>> RISING = List.of(
            List.of("least_velocity", "full_velocity"),
            List.of("least_stories", "full_stories"),
            List.of("least_sources", "full_sources"),
            List.of("least_drop", "gone_drop"),
            List.of("large_usd", "huge_usd"),
            List.of("first_mark", "second_mark"),
            List.of("second_mark", "last_mark"));

    /**
     * A number that is shipped.
     *
     * @param rule id of the rule it belongs to
     * @param unit what it counts
     * @param meaning one sentence
     */
    public record Number(String rule, String name, double byDefault, String unit, String meaning) {
        /** The least it can be set to; by its unit. */
        double least() {
            if (POSITIVE.contains(name)) {
                return LEAST_POSITIVE;
            }
            return unit.equals("-1..1") ? -1 : 0;
        }

        /** The most it can be set to; by its unit, and for what counts several times such that its term stays within 1. */
        double most() {
            return switch (unit) {
                case "0..1", "-1..1", "share", "share of supply" -> 1;
                case "points" -> 1.0 / TIMES.getOrDefault(name, 1);
                case "hours" -> MOST_HOURS;
                case "minutes" -> MOST_HOURS * MINUTES_AN_HOUR;
                default -> Double.MAX_VALUE;
            };
        }
    }

    /**
     * A version of one rule; one of the same id, subject and {@code effectiveAt} replaces it.
     *
     * @param effectiveAt from when it holds; null = always
     * @param subject name of the one subject it holds for; null = all without a rule of their own
     * @param numbers a name that is absent keeps its default
     * @param deleted from {@code effectiveAt} on the rule for all holds again for the subject, or the shipped one for all
     */
    public record Version(
            String id,
            Instant effectiveAt,
            int version,
            String subject,
            boolean enabled,
            Map<String, Double> numbers,
            boolean deleted) {
        public Version {
            Objects.requireNonNull(id, "id");
            numbers = Map.copyOf(numbers);
        }
    }

    /** From when what holds; a null rule = none of its own. */
    private record Held(long from, Rule rule) {}

    private final List<Number> numbers;
    /** By id, then by subject, where an empty one stands for all; histories by the time from which each holds. */
    private volatile Map<String, Map<String, List<Held>>> histories;

    private AlertRules(List<Number> numbers, Map<String, Map<String, List<Held>>> histories) {
        this.numbers = numbers;
        this.histories = histories;
    }

    /** The rules that are shipped, to which others can be put. */
    public static AlertRules shipped() {
        List<Number> numbers = read();
        Map<String, Map<String, Double>> defaults = new LinkedHashMap<>();
        for (Number number : numbers) {
            defaults.computeIfAbsent(number.rule(), rule -> new LinkedHashMap<>())
                    .put(number.name(), number.byDefault());
        }
        Map<String, Map<String, List<Held>>> histories = new LinkedHashMap<>();
        defaults.forEach((id, byName) ->
                histories.put(id, Map.of("", List.of(new Held(Long.MIN_VALUE, new Rule(id, null, true, byName))))));
        return new AlertRules(numbers, Map.copyOf(histories));
    }

    /** Rules as these are now, to which others can be put without these learning of it. */
    public AlertRules copy() {
        return new AlertRules(numbers, histories);
    }

    /** Every number that is shipped, in the order of the table. */
    public List<Number> numbers() {
        return numbers;
    }

    /**
     * Adds a version of a rule.
     *
     * @throws IllegalArgumentException when it is of no machine, sets a number that the machine does not have, or one to
     *     a value with which it could not work
     */
    public synchronized void put(Version version) {
        Map<String, List<Held>> bySubject = histories.get(version.id());
        if (bySubject == null) {
            throw new IllegalArgumentException("no alerts have a rule " + version.id());
        }
        Rule shipped = bySubject.get("").get(0).rule();
        Map<String, Double> merged = new LinkedHashMap<>(shipped.numbers());
        version.numbers().forEach((name, value) -> {
            check(version.id(), name, value);
            merged.put(name, value);
        });
        for (List<String> pair : RISING) {
            Double lower = merged.get(pair.get(0));
            Double upper = merged.get(pair.get(1));
            if (lower != null && upper != null && lower >= upper) {
                throw new IllegalArgumentException("%s needs %s less than %s, not %s and %s"
                        .formatted(version.id(), pair.get(0), pair.get(1), lower, upper));
            }
        }
        Rule own = new Rule(version.id(), version.version(), version.enabled(), merged);
        Rule without = version.subject() == null ? shipped : null;
        long from = version.effectiveAt() == null
                ? Long.MIN_VALUE + 1
                : version.effectiveAt().toEpochMilli();
        String subject = version.subject() == null ? "" : version.subject();
        Map<String, List<Held>> changed = new LinkedHashMap<>(bySubject);
        changed.put(
                subject,
                with(bySubject.getOrDefault(subject, List.of()), new Held(from, version.deleted() ? without : own)));
        Map<String, Map<String, List<Held>>> all = new LinkedHashMap<>(histories);
        all.put(version.id(), Map.copyOf(changed));
        histories = Map.copyOf(all);
    }

    private void check(String rule, String name, double value) {
        for (Number number : numbers) {
            if (number.rule().equals(rule) && number.name().equals(name)) {
                if (value >= number.least() && value <= number.most()) {
                    return;
                }
                throw new IllegalArgumentException("%s cannot set %s to %s: it is from %s to %s"
                        .formatted(rule, name, value, number.least(), number.most()));
            }
        }
        throw new IllegalArgumentException(rule + " has no number " + name);
    }

    private static List<Held> with(List<Held> history, Held added) {
        List<Held> more = new ArrayList<>(history);
        more.removeIf(held -> held.from() == added.from());
        int place = 0;
        while (place < more.size() && more.get(place).from() < added.from()) {
            place++;
        }
        more.add(place, added);
        return List.copyOf(more);
    }

    /**
     * The rule that holds for a subject at a time, epoch milliseconds.
     *
     * @throws IllegalArgumentException when no such rule is shipped
     */
    public Rule at(String id, Subject subject, long at) {
        Map<String, List<Held>> bySubject = histories.get(id);
        if (bySubject == null) {
            throw new IllegalArgumentException("no rule is shipped for " + id);
        }
        Rule own = held(bySubject.get(subject.name()), at);
        return own == null ? held(bySubject.get(""), at) : own;
    }

    private static Rule held(List<Held> history, long at) {
        if (history == null) {
            return null;
        }
        for (int i = history.size() - 1; i >= 0; i--) {
            if (history.get(i).from() <= at) {
                return history.get(i).rule();
            }
        }
        return null;
    }

    private static List<Number> read() {
        List<Number> numbers = new ArrayList<>();
        try (InputStream in = AlertRules.class.getResourceAsStream(SHIPPED);
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(Objects.requireNonNull(in, SHIPPED), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isEmpty() && !line.startsWith("#")) {
                    String[] columns = line.split("\t");
                    if (columns.length != COLUMNS) {
                        throw new IllegalStateException(
                                SHIPPED + " has a line without " + COLUMNS + " columns: " + line);
                    }
                    numbers.add(
                            new Number(columns[0], columns[1], Double.parseDouble(columns[2]), columns[3], columns[4]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(numbers);
    }
}
