package io.tokentape.topology.account;

import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * The books of the running tasks, added up for the metrics. Each task opens its share when it starts, from its state, and
 * closes it when it stops, so that the totals are those of the state. Safe for use by many threads.
 */
public final class FlowTotals {
    /** What is counted: records of a topic that had an outcome in a step. The reason is empty where there is none. */
    public record Series(String step, String topic, String outcome, String reason) implements Comparable<Series> {
        private static final Comparator<Series> ORDER = Comparator.comparing(Series::step)
                .thenComparing(Series::topic)
                .thenComparing(Series::outcome)
                .thenComparing(Series::reason);

        public Series {
            Objects.requireNonNull(reason, "reason");
        }

        @Override
        public int compareTo(Series other) {
            return ORDER.compare(this, other);
        }
    }

    /** One task's share. */
    public final class Share implements AutoCloseable {
        private final Map<Series, LongAdder> counts = new ConcurrentHashMap<>();

        public void add(Series series, long records) {
            LongAdder count = counts.get(series);
            if (count == null) {
                count = counts.computeIfAbsent(series, key -> new LongAdder());
                if (known.add(series)) {
                    onNewSeries.accept(series);
                }
            }
            count.add(records);
        }

        @Override
        public void close() {
            shares.remove(this);
        }
    }

    private final Set<Share> shares = ConcurrentHashMap.newKeySet();
    private final Set<Series> known = ConcurrentHashMap.newKeySet();
    private final Consumer<Series> onNewSeries;

    /** @param onNewSeries told of each series once, when it is first counted */
    public FlowTotals(Consumer<Series> onNewSeries) {
        this.onNewSeries = onNewSeries;
    }

    public Share open() {
        Share share = new Share();
        shares.add(share);
        return share;
    }

    public long total(Series series) {
        long total = 0;
        for (Share share : shares) {
            LongAdder count = share.counts.get(series);
            total += count == null ? 0 : count.sum();
        }
        return total;
    }

    public Set<Series> series() {
        return Set.copyOf(known);
    }
}
