package io.tokentape.topology.signal;

/**
 * What an update says became of a call.
 *
 * @param what never null
 * @param target the highest target of which it says so, from 1; null = none by number
 * @param profitPercent the profit that the text claims, in percent, with leverage where the text counts it in; negative
 *     = a loss; null = none
 */
public record CallNews(What what, Integer target, Double profitPercent) {
    /** What happened; where several things did, the first that fits from the top. */
    public enum What {
        STOPPED,
        CANCELLED,
        CLOSED,
        TARGET_HIT,
        MOVED,
        /** In profit, or on its way. */
        RUNNING,
        OTHER
    }
}
