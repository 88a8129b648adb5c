package io.tokentape.topology.value;

import java.util.List;

/**
 * How much a post matters.
 *
 * @param score 0..100, the sum of the terms
 * @param valuable whether the score reaches the threshold
 */
public record Value(double score, boolean valuable, List<Term> terms) {
    /** A named part of the score, in points. */
    public record Term(String name, double contribution) {}

    public Value {
        terms = List.copyOf(terms);
    }
}
