package io.tokentape.topology.signal;

import java.util.List;

/**
 * A call that a follower could act on, or news about an earlier one. Facts that the text does not state are null or
 * empty.
 *
 * @param base upper-case symbol
 * @param quote upper-case symbol
 * @param leverageLow equal to {@code leverageHigh} when one number was stated
 * @param exchange lower case
 * @param problems what does not fit together; never repaired
 * @param news of an update, what happened; null for a call
 */
public record Signal(
        Kind kind,
        Market market,
        String base,
        String quote,
        Side side,
        List<Level> entries,
        List<Level> targets,
        List<Level> stops,
        Double leverageLow,
        Double leverageHigh,
        String exchange,
        List<String> problems,
        CallNews news) {

    public enum Kind {
        SIGNAL,
        UPDATE
    }

    public enum Market {
        CRYPTO,
        FOREX,
        STOCKS,
        COMMODITY,
        OTHER
    }

    public enum Side {
        LONG,
        SHORT
    }

    public enum Unit {
        PRICE,
        PERCENT,
        MULTIPLE
    }

    /** A price, a percentage of the entry or a multiple of it. */
    public record Level(double value, Unit unit) {}

    public Signal {
        entries = List.copyOf(entries);
        targets = List.copyOf(targets);
        stops = List.copyOf(stops);
        problems = List.copyOf(problems);
    }
}
