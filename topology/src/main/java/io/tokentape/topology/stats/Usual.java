package io.tokentape.topology.stats;

import java.util.Arrays;

/**
 * What is usual for an asset: median and median absolute deviation of its stories a window, over its past windows, empty
 * ones among them.
 *
 * @param median null = too few windows
 * @param deviation null = too few windows
 * @param windows how many there are
 */
record Usual(Double median, Double deviation, int windows) {
    /** Makes the deviation of a normal distribution its standard deviation. */
    private static final double SCALE = 1.4826;

    /** @param stories of each past window; sorted in place */
    static Usual of(double[] stories, int fewest) {
        if (stories.length < fewest) {
            return new Usual(null, null, stories.length);
        }
        double median = median(stories);
        double[] deviations = new double[stories.length];
        for (int i = 0; i < stories.length; i++) {
            deviations[i] = Math.abs(stories[i] - median);
        }
        return new Usual(median, median(deviations), stories.length);
    }

    /**
     * Robust z-score (Iglewicz and Hoaglin, "How to detect and handle outliers", 1993). The spread is at least that of
     * counts that come by chance, the root of the median, and at least one story. Null = too few windows.
     */
    Double velocity(long stories) {
        if (median == null) {
            return null;
        }
        double spread = Math.max(SCALE * deviation, Math.max(1, Math.sqrt(median)));
        return (stories - median) / spread;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
