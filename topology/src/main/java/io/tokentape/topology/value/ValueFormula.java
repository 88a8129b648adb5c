package io.tokentape.topology.value;

import io.tokentape.topology.event.EventOdds;
import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.ReadPost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * An additive score of 0..100 that is a probability on another scale: {@link #MIDDLE} points are even odds that a trader
 * would want the post pushed, and {@link #SPREAD} points more multiply the odds by e. The weights are learned (logistic
 * regression over {@link ValueInputs}), in points, and lie open in a table.
 *
 * <p>Every contribution is a whole number of quarter points, so that the terms sum to the score exactly, and where the sum
 * leaves 0..100 a last term says by how much it was cut. Thread-safe.
 */
public final class ValueFormula {
    /** The score at which a post is as likely worth pushing as not. */
    static final double MIDDLE = 50;

    /** Points by which the odds grow e-fold. */
    static final double SPREAD = 10;

    /** The name of the term that all posts share. */
    static final String BASE = "base";

    static final String THRESHOLD = "threshold";

    private static final double STEP = 4;
    private static final double HIGHEST = 100;

    private final ValueInputs inputs;
    private final List<String> terms;
    private final int[] termOfInput;
    private final double[] weights;
    private final double base;
    private final double threshold;

    ValueFormula(ValueInputs inputs, Map<String, Double> weights) {
        this.inputs = inputs;
        this.terms = List.copyOf(new LinkedHashSet<>(
                inputs.names().stream().map(ValueFormula::term).toList()));
        this.termOfInput = inputs.names().stream()
                .mapToInt(name -> terms.indexOf(term(name)))
                .toArray();
        this.weights = inputs.names().stream()
                .mapToDouble(name -> weight(weights, name))
                .toArray();
        this.base = weight(weights, BASE);
        this.threshold = weight(weights, THRESHOLD);
    }

    /** Reads the weights that are shipped. */
    public static ValueFormula shipped() {
        Map<String, Double> weights = new HashMap<>();
        PhraseMap.read(ValueFormula.class, "weights.tsv", (name, weight) -> weights.put(name, Double.valueOf(weight)));
        return new ValueFormula(ValueInputs.shipped(), weights);
    }

    /**
     * What else was found that the formula counts.
     *
     * @param company whether a watched company is named
     * @param keyword whether a keyword of tier 1 stands in the post
     * @param urgency whether a time is named that presses
     */
    public record Findings(List<Mention> mentions, EventOdds event, boolean company, boolean keyword, boolean urgency) {
        public Findings {
            mentions = List.copyOf(mentions);
        }
    }

    public Value score(ReadPost post, Findings found) {
        return sum(inputs.of(post, found));
    }

    Value sum(double[] values) {
        double[] points = new double[terms.size()];
        for (int i = 0; i < values.length; i++) {
            points[termOfInput[i]] += weights[i] * values[i];
        }
        List<Value.Term> parts = new ArrayList<>(points.length + 2);
        double sum = add(parts, BASE, base);
        for (int i = 0; i < points.length; i++) {
            sum += add(parts, terms.get(i), points[i]);
        }
        double score = Math.max(0, Math.min(HIGHEST, sum));
        if (score != sum) {
            parts.add(new Value.Term("bounds", score - sum));
        }
        return new Value(score, score >= threshold, parts);
    }

    /** How likely a post of a score is worth pushing, 0..1. */
    static double probability(double score) {
        return 1 / (1 + StrictMath.exp((MIDDLE - score) / SPREAD));
    }

    private static double add(List<Value.Term> parts, String name, double points) {
        double contribution = StrictMath.rint(points * STEP) / STEP;
        if (contribution != 0) {
            parts.add(new Value.Term(name, contribution));
        }
        return contribution;
    }

    private static String term(String input) {
        return input.substring(0, input.indexOf('.'));
    }

    private static double weight(Map<String, Double> weights, String name) {
        Double weight = weights.get(name);
        if (weight == null) {
            throw new IllegalStateException("the value formula has no weight for " + name);
        }
        return weight;
    }
}
