package io.tokentape.topology.runtime;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tokentape.topology.account.FlowTotals;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Shows the books as metrics: {@code tokentape.records} by step, topic, outcome and reason, and
 * {@code tokentape.records.held}, the records that wait, and {@code tokentape.records.noted}, what else happened to them, and {@code tokentape.records.residual}, what
 * vanished. For every step and topic, read = put_out + filtered +
 * dead_lettered + late + held.
 */
final class FlowMetrics implements AutoCloseable {
    private final MeterRegistry registry;
    private final Queue<Meter> meters = new ConcurrentLinkedQueue<>();
    private final FlowTotals totals = new FlowTotals(this::register);

    FlowMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    FlowTotals totals() {
        return totals;
    }

    private void register(FlowTotals.Series series) {
        Tags tags = Tags.of("step", series.step(), "topic", series.topic());
        if (series.outcome().equals("read")) {
            meters.add(Gauge.builder("tokentape.records.residual", totals, all -> residual(all, series))
                    .description("Records read whose outcome is not known: those of this moment; else they vanished")
                    .tags(tags)
                    .register(registry));
        }
        if (series.outcome().equals("noted")) {
            meters.add(FunctionCounter.builder("tokentape.records.noted", totals, all -> all.total(series))
                    .description("What happened to records beside their outcome")
                    .tags(tags.and("what", series.reason()))
                    .register(registry));
        } else if (series.outcome().equals("held")) {
            meters.add(Gauge.builder("tokentape.records.held", totals, all -> all.total(series))
                    .description("Records that wait in a store for what completes them")
                    .tags(tags)
                    .register(registry));
        } else {
            meters.add(FunctionCounter.builder("tokentape.records", totals, all -> all.total(series))
                    .description("Input records by what became of them")
                    .tags(tags.and("outcome", series.outcome(), "reason", series.reason()))
                    .register(registry));
        }
    }

    private static long residual(FlowTotals totals, FlowTotals.Series read) {
        long outcomes = totals.series().stream()
                .filter(series -> series.step().equals(read.step())
                        && series.topic().equals(read.topic())
                        && !series.outcome().equals("noted")
                        && !series.outcome().equals("read"))
                .mapToLong(totals::total)
                .sum();
        return totals.total(read) - outcomes;
    }

    @Override
    public void close() {
        meters.forEach(registry::remove);
    }
}
