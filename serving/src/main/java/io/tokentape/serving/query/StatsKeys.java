package io.tokentape.serving.query;

/** Keys of the tables of statistics. */
public final class StatsKeys {
    private static final char SEPARATOR = '|';

    private StatsKeys() {}

    /** One row an asset and length of window. */
    public static String latest(String asset, long windowMillis) {
        return asset + SEPARATOR + windowMillis;
    }

    static String assetOfLatest(String key) {
        return key.substring(0, Math.max(0, key.lastIndexOf(SEPARATOR)));
    }

    /** Sorts by length of window, then the latest window first, then by rank. */
    public static String ranked(long windowMillis, long windowEnd, int rank, String asset) {
        return rankedOf(windowMillis, windowEnd) + String.format("%06d", rank) + SEPARATOR + asset;
    }

    /** What the keys of a window begin with. */
    public static String rankedOf(long windowMillis, long windowEnd) {
        return rankedOf(windowMillis) + String.format("%019d", Long.MAX_VALUE - windowEnd) + SEPARATOR;
    }

    /** What the keys of all windows of a length begin with. */
    public static String rankedOf(long windowMillis) {
        return "" + windowMillis + SEPARATOR;
    }
}
