package io.tokentape.topology.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tokentape.topology.account.FlowTotals;
import org.junit.jupiter.api.Test;

class FlowMetricsTest {
    @Test
    void theResidualIsWhatWasReadWithoutAnyOutcome() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (FlowMetrics metrics = new FlowMetrics(meters)) {
            FlowTotals.Share share = metrics.totals().open();
            share.add(series("analyse-posts", "read", ""), 15);
            share.add(series("analyse-posts", "put_out", ""), 1);
            share.add(series("analyse-posts", "filtered", "irrelevant"), 2);
            share.add(series("analyse-posts", "dead_lettered", "undecodable"), 3);
            share.add(series("analyse-posts", "late", "older_than_window"), 4);
            share.add(series("analyse-posts", "held", ""), 5);
            share.add(series("analyse-posts", "noted", "behind"), 9);
            share.add(series("another-step", "put_out", ""), 9);
            assertThat(residual(meters)).isZero();

            share.add(series("analyse-posts", "read", ""), 2);
            assertThat(residual(meters)).isEqualTo(2);
        }
        assertThat(meters.getMeters()).isEmpty();
    }

    private static double residual(SimpleMeterRegistry meters) {
        return meters.get("tokentape.records.residual")
                .tag("step", "analyse-posts")
                .tag("topic", "t.raw.tweets")
                .gauge()
                .value();
    }

    private static FlowTotals.Series series(String step, String outcome, String reason) {
        return new FlowTotals.Series(step, "t.raw.tweets", outcome, reason);
    }
}
