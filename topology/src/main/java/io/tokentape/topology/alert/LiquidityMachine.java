package io.tokentape.topology.alert;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The liquidity of an asset has fallen: one provider saw less of it in the same pool than within the window, by a share of
 * what that provider knows of all the asset's pools. The level is how deep: a drop, a deep one, all but gone. Follows the
 * {@value #FOLLOWED} heaviest pools, each as one provider sees it; one beyond them has no past to fall from.
 */
public final class LiquidityMachine implements AlertMachine {
    public static final String ID = "alert.liquidity";

    private static final int FOLLOWED = 8;
    private static final String LIQUIDITY = "liquidity";
    private static final String LATEST = "latest";
    private static final String FALLEN = "fallen";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Step next(Subject subject, Memory memory, AlertEvent event, Rule rule) {
        if (!(event instanceof AlertEvent.Observation observation) || observation.liquidityUsd() == null) {
            return Step.nothing(memory);
        }
        double now = observation.liquidityUsd();
        long window = rule.hoursInMillis("window_hours");
        OptionalDouble before = new Series(LIQUIDITY, observation.origin(), window).greatest(memory, event.at());
        Memory remembered = remember(memory, observation, window);
        double fallenBy = before.isEmpty() || before.getAsDouble() <= 0 ? 0 : 1 - now / before.getAsDouble();
        if (fallenBy < rule.number("least_drop") || before.getAsDouble() < rule.number("least_liquidity_usd")) {
            return Step.nothing(remembered);
        }
        double drop = Math.min(fallenBy, dropOfAll(memory, observation, window));
        if (drop < rule.number("least_drop")) {
            return Step.nothing(remembered);
        }
        Memory fallen = remembered
                .without(trace -> trace.name().equals(FALLEN) && trace.who().equals(observation.provider()))
                .with(new Trace(FALLEN, observation.provider(), event.at(), event.at() + window, drop, null, null));
        long providers =
                fallen.named(FALLEN).stream().map(Trace::who).distinct().count();
        List<Term> terms = List.of(
                Term.rising("liquidity_drop", drop, rule.number("least_drop"), rule.number("gone_drop"), 0.4, 0.8),
                Term.rising("providers", providers, 1, 2, 0, rule.number("providers_weight")));
        return Step.found(
                fallen,
                Finding.ofNumbers(
                        AlertKind.LIQUIDITY_DROP,
                        "",
                        level(drop, rule),
                        title(observation, fallenBy, drop),
                        terms,
                        List.of()));
    }

    private static Memory remember(Memory memory, AlertEvent.Observation observation, long window) {
        String pool = observation.origin();
        Memory remembered = new Series(LIQUIDITY, pool, window)
                .add(memory, observation.at(), observation.liquidityUsd(), Math::max);
        Predicate<Trace> latest =
                trace -> trace.name().equals(LATEST) && trace.who().equals(pool);
        if (remembered.traces().stream().noneMatch(latest.and(trace -> trace.at() > observation.at()))) {
            remembered = remembered
                    .without(latest)
                    .with(new Trace(
                            LATEST,
                            pool,
                            observation.at(),
                            observation.at() + window,
                            observation.liquidityUsd(),
                            null,
                            null));
        }
        Map<String, Double> greatest = greatest(remembered, observation.at(), window);
        if (greatest.size() <= FOLLOWED) {
            return remembered;
        }
        String lightest = Collections.min(greatest.entrySet(), Map.Entry.comparingByValue())
                .getKey();
        return remembered.without(
                trace -> !trace.name().equals(FALLEN) && trace.who().equals(lightest));
    }

    /** The greatest liquidity within the window by pool. */
    private static Map<String, Double> greatest(Memory memory, long at, long window) {
        Map<String, Double> greatest = new TreeMap<>();
        for (Trace trace : memory.named(LIQUIDITY)) {
            new Series(LIQUIDITY, trace.who(), window)
                    .greatest(memory, at)
                    .ifPresent(usd -> greatest.put(trace.who(), usd));
        }
        return greatest;
    }

    /** By which share the pools that the provider knows hold less than they did, where it names the pool. */
    private static double dropOfAll(Memory memory, AlertEvent.Observation observation, long window) {
        if (observation.pool() == null) {
            return 1;
        }
        double before = 0;
        double now = 0;
        for (Map.Entry<String, Double> pool :
                greatest(memory, observation.at(), window).entrySet()) {
            if (pool.getKey().equals(observation.origin())) {
                before += pool.getValue();
                now += observation.liquidityUsd();
            } else if (pool.getKey().startsWith(observation.provider() + ' ')) {
                before += pool.getValue();
                now += latest(memory, pool.getKey()).orElse(pool.getValue());
            }
        }
        return before <= 0 ? 0 : 1 - now / before;
    }

    private static OptionalDouble latest(Memory memory, String pool) {
        return memory.named(LATEST).stream()
                .filter(trace -> trace.who().equals(pool))
                .mapToDouble(Trace::value)
                .findFirst();
    }

    private static String title(AlertEvent.Observation observation, double fallenBy, double drop) {
        String seen = String.format(
                Locale.ROOT,
                "liquidity down %.0f %% to $%.0f at %s",
                fallenBy * 100,
                observation.liquidityUsd(),
                observation.provider());
        if (observation.pool() == null) {
            return seen;
        }
        return String.format(
                Locale.ROOT, "%s in pool %s, %.0f %% of all known there", seen, observation.pool(), drop * 100);
    }

    private static int level(double drop, Rule rule) {
        return drop >= rule.number("gone_drop") ? 2 : drop >= rule.number("deep_drop") ? 1 : 0;
    }
}
