package io.tokentape.connectors;

import java.util.LinkedHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;

/** Counts of a task, shown with the worker's own metrics and gone with the task. */
public final class TaskCounters {
    private final PluginMetrics metrics;

    /** @param metrics null where the framework offers none */
    public TaskCounters(PluginMetrics metrics) {
        this.metrics = metrics;
    }

    public Counter counter(String name, String description) {
        Counter counter = new Counter();
        if (metrics != null) {
            Gauge<Long> gauge = (config, now) -> counter.value();
            metrics.addMetric(metrics.metricName(name, description, new LinkedHashMap<>()), gauge);
        }
        return counter;
    }

    /** Safe for use by many threads. */
    public static final class Counter {
        private final AtomicLong value = new AtomicLong();

        public void add(long count) {
            value.addAndGet(count);
        }

        public long value() {
            return value.get();
        }
    }
}
