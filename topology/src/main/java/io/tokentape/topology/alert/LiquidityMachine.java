package io.tokentape.topology.alert;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The liquidity of an asset has fallen by a share of what one provider saw in the same pool within the window. The level is
 * how deep: a drop, a deep one, all but gone.
 */
public final class LiquidityMachine implements AlertMachine {
    public static final String ID = "alert.liquidity";

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
        Series liquidity = new Series("liquidity", observation.origin(), rule.hoursInMillis("window_hours"));
        OptionalDouble before = liquidity.greatest(memory, event.at());
        Memory remembered = liquidity.add(memory, event.at(), now, Math::max);
        double drop = before.isEmpty() || before.getAsDouble() <= 0 ? 0 : 1 - now / before.getAsDouble();
        if (drop < rule.number("least_drop") || before.getAsDouble() < rule.number("least_liquidity_usd")) {
            return Step.nothing(remembered);
        }
        Memory fallen = remembered
                .without(trace -> trace.name().equals(FALLEN) && trace.who().equals(observation.provider()))
                .with(new Trace(
                        FALLEN,
                        observation.provider(),
                        event.at(),
                        event.at() + rule.hoursInMillis("window_hours"),
                        drop,
                        null,
                        null));
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
                        String.format(
                                Locale.ROOT,
                                "liquidity down %.0f %% to $%.0f at %s",
                                drop * 100,
                                now,
                                observation.provider()),
                        terms,
                        List.of()));
    }

    private static int level(double drop, Rule rule) {
        return drop >= rule.number("gone_drop") ? 2 : drop >= rule.number("deep_drop") ? 1 : 0;
    }
}
