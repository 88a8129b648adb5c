package io.tokentape.topology.account;

import java.util.BitSet;

/**
 * Tells when so many of the last records were poison that the fault must be ours, so that a bad release cannot drain a
 * topic into the dead letters. Counts records, not time. Safe for use by many threads.
 */
public final class PoisonLimit {
    private final int window;
    private final int most;
    private final BitSet poison;
    private int next;
    private int poisonInWindow;

    /**
     * @param window how many of the last records count, 1 or more
     * @param share the largest share of poison that is borne, 0..1
     */
    public PoisonLimit(int window, double share) {
        if (window < 1 || !(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("window " + window + ", share " + share);
        }
        this.window = window;
        this.most = (int) (window * share);
        this.poison = new BitSet(window);
    }

    public void passed() {
        count(false);
    }

    /** Counts a poison record and returns whether the limit is passed. */
    public boolean poisoned() {
        return count(true) > most;
    }

    private synchronized int count(boolean isPoison) {
        if (poison.get(next) != isPoison) {
            poisonInWindow += isPoison ? 1 : -1;
            poison.set(next, isPoison);
        }
        next = next + 1 == window ? 0 : next + 1;
        return poisonInWindow;
    }
}
