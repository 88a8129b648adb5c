package io.tokentape.topology.alert;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The safety of an asset has become worse, by what the same provider said before: it can no longer be sold, the locked
 * liquidity was set free, taxes rose, somebody can mint or freeze again. What is first learned is where it is measured
 * from, except that an asset which cannot be sold is told at once. What worsens within the window adds up.
 */
public final class RugMachine implements AlertMachine {
    public static final String ID = "alert.rug";

    private static final String WORSE = "worse ";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Step next(Subject subject, Memory memory, AlertEvent event, Rule rule) {
        if (!(event instanceof AlertEvent.Observation observation)) {
            return Step.nothing(memory);
        }
        Look look = new Look(memory, observation, rule);
        look.at("honeypot", number(observation.honeypot()), 0.0, 1);
        look.at("cannot_sell", number(observation.cannotSell()), 0.0, 1);
        look.at("mintable", number(observation.mintable()), null, 1);
        look.at("freezable", number(observation.freezable()), null, 1);
        look.at("proxy", number(observation.proxy()), null, 1);
        look.at("owned", inverse(number(observation.ownershipRenounced())), null, 1);
        look.at("buy_tax", observation.buyTax(), null, rule.number("least_tax_rise"));
        look.at("sell_tax", observation.sellTax(), null, rule.number("least_tax_rise"));
        look.at("lp_unlocked", inverse(observation.lpLockedShare()), null, rule.number("least_unlock"));
        return look.step();
    }

    private static Double number(Boolean flag) {
        return flag == null ? null : flag ? 1.0 : 0.0;
    }

    private static Double inverse(Double share) {
        return share == null ? null : 1 - share;
    }

    /** One observation against what the memory holds of its provider. */
    private static final class Look {
        private final AlertEvent.Observation observation;
        private final Rule rule;
        private Memory memory;
        private boolean worsened;

        Look(Memory memory, AlertEvent.Observation observation, Rule rule) {
            this.memory = memory;
            this.observation = observation;
            this.rule = rule;
        }

        /**
         * Holds a value against the one before.
         *
         * @param value the greater the worse; null = not known now, which changes nothing
         * @param first what it is held against where nothing is known; null = nothing
         * @param leastRise by how much it must be worse
         */
        void at(String what, Double value, Double first, double leastRise) {
            if (value == null) {
                return;
            }
            Optional<Trace> known = memory.named(what).stream()
                    .filter(trace -> trace.who().equals(observation.provider()))
                    .findFirst();
            if (known.isPresent() && known.get().at() > observation.at()) {
                return;
            }
            Double before = known.isPresent() ? Double.valueOf(known.get().value()) : first;
            long life = rule.hoursInMillis("memory_hours");
            // Written again only when it says something new or would soon be forgotten.
            if (known.isEmpty() || known.get().value() != value || known.get().until() - observation.at() < life / 2) {
                memory = memory.without(trace ->
                                trace.name().equals(what) && trace.who().equals(observation.provider()))
                        .with(new Trace(
                                what,
                                observation.provider(),
                                observation.at(),
                                observation.at() + life,
                                value,
                                null,
                                null));
            }
            if (before != null && value - before >= leastRise) {
                worsened = true;
                memory = memory.withOnly(new Trace(
                        WORSE + what,
                        observation.provider(),
                        observation.at(),
                        observation.at() + rule.hoursInMillis("window_hours"),
                        value,
                        null,
                        null));
            }
        }

        Step step() {
            if (!worsened) {
                return Step.nothing(memory);
            }
            List<Term> terms = new ArrayList<>();
            for (Trace trace : memory.traces()) {
                if (trace.name().startsWith(WORSE) && trace.until() > observation.at()) {
                    String what = trace.name().substring(WORSE.length());
                    terms.add(new Term(what, trace.value(), null, rule.number(what + "_weight")));
                }
            }
            String title = "safety became worse: "
                    + String.join(", ", terms.stream().map(Term::name).toList());
            return Step.found(memory, Finding.ofNumbers(AlertKind.RUG_RISK, "", terms.size(), title, terms, List.of()));
        }
    }
}
