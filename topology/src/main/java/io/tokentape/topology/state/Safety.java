package io.tokentape.topology.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * How dangerous an asset is, made from all that is known of it.
 *
 * <p>Each input is a risk by itself, its weight times its badness; together they are {@code 1 - product(1 - risk)}, the
 * chance that at least one of independent dangers is real (noisy or). What is not known adds nothing to the risk: it
 * lowers the confidence. So a worse value never lowers the risk, and neither does a value that becomes known.
 *
 * @param verdict from SAFE over UNKNOWN and CAUTION to DANGER; a worse value never makes it milder
 * @param risk 0..1; 0 where nothing is known
 * @param confidence share of the weight of all inputs that is known and fresh, 0..1
 * @param reasons what adds to the risk, greatest first, equals in order of the inputs
 */
public record Safety(Verdict verdict, double risk, double confidence, List<Reason> reasons) {
    /** In order of danger. */
    public enum Verdict {
        SAFE,
        UNKNOWN,
        CAUTION,
        DANGER
    }

    /** @param risk what it would be by itself, above 0, below 1 */
    public record Reason(StateFact fact, double risk) {}

    /** The bands of every score (DESIGN, law 9). */
    static final double DANGER_FROM = 0.7;

    static final double CAUTION_FROM = 0.4;

    /** So much of the weight must be known to be good for an asset to be called safe. */
    static final double REASSURED_FROM = 0.5;

    private static final SafetyInput[] INPUTS = SafetyInput.values();
    private static final double WHOLE_WEIGHT = wholeWeight();

    public Safety {
        reasons = List.copyOf(reasons);
    }

    private static double wholeWeight() {
        double sum = 0;
        for (SafetyInput input : INPUTS) {
            sum += input.weight();
        }
        return sum;
    }

    /**
     * @param values null = not known
     * @param freshness 0..1
     */
    public static Safety of(Function<StateFact, Object> values, ToDoubleFunction<StateFact> freshness) {
        double survival = 1;
        double known = 0;
        double reassuring = 0;
        List<Reason> reasons = new ArrayList<>();
        for (SafetyInput input : INPUTS) {
            double badness = input.badness(values.apply(input.fact()));
            if (Double.isNaN(badness)) {
                continue;
            }
            double share = input.weight() * freshness.applyAsDouble(input.fact());
            known += share;
            reassuring += share * (1 - badness);
            double risk = input.weight() * badness;
            if (risk > 0) {
                survival *= 1 - risk;
                reasons.add(new Reason(input.fact(), risk));
            }
        }
        reasons.sort(Comparator.comparingDouble(Reason::risk).reversed());
        double risk = 1 - survival;
        double confidence = known / WHOLE_WEIGHT;
        return new Safety(verdict(risk, confidence, reassuring / WHOLE_WEIGHT), risk, confidence, reasons);
    }

    private static Verdict verdict(double risk, double confidence, double reassurance) {
        if (risk >= DANGER_FROM) {
            return Verdict.DANGER;
        }
        if (risk >= CAUTION_FROM) {
            return Verdict.CAUTION;
        }
        if (reassurance >= REASSURED_FROM) {
            return Verdict.SAFE;
        }
        // Much is known, and too little of it is good.
        return confidence >= REASSURED_FROM ? Verdict.CAUTION : Verdict.UNKNOWN;
    }
}
