package io.tokentape.topology.analysis;

import io.tokentape.topology.event.Event;
import io.tokentape.topology.sentiment.Sentiment;
import io.tokentape.topology.signal.Signal;

/** Corrects what the words say of the prospects by what the post is: a call to sell is bearish, an advert says little. */
final class Stance {
    private static final double NEUTRAL_BELOW = 0.35;
    private static final double CALL = 0.6;
    private static final double FAINT = 0.4;

    private Stance() {}

    static Sentiment settle(Sentiment words, Event event, Signal signal) {
        if (signal != null && signal.kind() == Signal.Kind.SIGNAL) {
            double sign = signal.side() == Signal.Side.SHORT ? -1 : 1;
            double score = sign * Math.max(CALL, StrictMath.abs(words.score()));
            return new Sentiment(label(score), score, 0.7);
        }
        double score = signal != null ? words.score() * FAINT : shifted(words.score(), event.type());
        double bounded = StrictMath.rint(Math.max(-1, Math.min(1, score)) * 10_000) / 10_000;
        Sentiment.Label label = label(bounded);
        boolean agrees = label == words.label();
        return new Sentiment(label, bounded, agrees ? words.confidence() : Math.min(0.45, words.confidence()));
    }

    private static double shifted(double score, Event.Type event) {
        return switch (event) {
            case LISTING -> score + 0.45;
            case PARTNERSHIP -> score + 0.4;
            case ADOPTION -> score + 0.15;
            case DELISTING -> score - 0.6;
            case HACK -> score - 0.2;
            case PROMO, MAINTENANCE, PRODUCT -> score * FAINT;
            default -> score;
        };
    }

    private static Sentiment.Label label(double score) {
        return score >= NEUTRAL_BELOW
                ? Sentiment.Label.BULLISH
                : score <= -NEUTRAL_BELOW ? Sentiment.Label.BEARISH : Sentiment.Label.NEUTRAL;
    }
}
