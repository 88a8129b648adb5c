package io.tokentape.topology.mention;

/** A set of hashes that may wrongly say yes, seldom, and never wrongly no; small enough to stay in the cache. */
final class HashFilter {
    private static final int BITS_PER_ENTRY = 16;

    private final long[] bits;
    private final int mask;

    HashFilter(int entries) {
        int size = Math.max(64, Integer.highestOneBit(Math.max(1, entries)) * BITS_PER_ENTRY);
        this.bits = new long[size / 64];
        this.mask = size - 1;
    }

    void add(long hash) {
        int bit = bit(hash);
        bits[bit >>> 6] |= 1L << bit;
    }

    boolean mayHave(long hash) {
        int bit = bit(hash);
        return (bits[bit >>> 6] & 1L << bit) != 0;
    }

    /** Out of other bits than those by which the table behind is read. */
    private int bit(long hash) {
        return (int) (hash >>> 24) & mask;
    }
}
