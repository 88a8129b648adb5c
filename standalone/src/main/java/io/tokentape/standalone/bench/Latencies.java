package io.tokentape.standalone.bench;

import java.util.Arrays;
import java.util.Locale;

/** Times in milliseconds, sorted. */
record Latencies(long[] sortedMillis) {
    static Latencies of(long[] millis) {
        long[] sorted = millis.clone();
        Arrays.sort(sorted);
        return new Latencies(sorted);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "p50 %d ms, p99 %d ms, n %,d", percentile(50), percentile(99), sortedMillis.length);
    }

    int count() {
        return sortedMillis.length;
    }

    /** The smallest time that so many per cent do not exceed; -1 when there are none. */
    long percentile(int percent) {
        if (sortedMillis.length == 0) {
            return -1;
        }
        int rank = (int) Math.ceil(sortedMillis.length * percent / 100.0);
        return sortedMillis[Math.max(0, rank - 1)];
    }
}
