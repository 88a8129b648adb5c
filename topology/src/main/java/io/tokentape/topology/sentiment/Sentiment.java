package io.tokentape.topology.sentiment;

/**
 * The stance of a text about the prospects of what it speaks of.
 *
 * @param score -1 (bearish) .. 1 (bullish)
 * @param confidence 0..1
 */
public record Sentiment(Label label, double score, double confidence) {
    public enum Label {
        BULLISH,
        NEUTRAL,
        BEARISH
    }

    public Sentiment {
        if (!(score >= -1 && score <= 1)) {
            throw new IllegalArgumentException("score out of -1..1: " + score);
        }
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence out of 0..1: " + confidence);
        }
    }
}
