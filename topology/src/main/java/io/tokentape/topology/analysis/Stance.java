package io.tokentape.topology.analysis;

import io.tokentape.topology.sentiment.Sentiment;
import io.tokentape.topology.signal.Signal;

/** Corrects what the words say of the prospects by what the post is: a call with levels takes the side that it calls. */
final class Stance {
    private static final double CALL = 0.6;

    /** How many in ten of the calls labelled by hand take the stance of their side. */
    private static final double SURE = 0.9;

    private Stance() {}

    /** @param signal null = none */
    static Sentiment settle(Sentiment words, Signal signal) {
        if (signal == null
                || signal.kind() != Signal.Kind.SIGNAL
                || signal.side() == null
                || signal.targets().isEmpty() && signal.stops().isEmpty()) {
            return words;
        }
        boolean isShort = signal.side() == Signal.Side.SHORT;
        double said = isShort ? -words.score() : words.score();
        double score = Math.max(CALL, said);
        return new Sentiment(
                isShort ? Sentiment.Label.BEARISH : Sentiment.Label.BULLISH, isShort ? -score : score, SURE);
    }
}
