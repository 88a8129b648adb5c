package io.tokentape.connectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** Keeps what the task tells its worker. */
public final class FakeSinkContext implements SinkTaskContext {
    public final List<SinkRecord> dead = new ArrayList<>();
    public final List<Throwable> reasons = new ArrayList<>();
    public final List<Long> timeouts = new ArrayList<>();
    public int commitsAsked;
    public boolean withReporter = true;

    @Override
    public Map<String, String> configs() {
        return Map.of();
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void timeout(long timeoutMillis) {
        timeouts.add(timeoutMillis);
    }

    @Override
    public Set<TopicPartition> assignment() {
        return Set.of();
    }

    @Override
    public void pause(TopicPartition... partitions) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void resume(TopicPartition... partitions) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void requestCommit() {
        commitsAsked++;
    }

    @Override
    public ErrantRecordReporter errantRecordReporter() {
        return withReporter ? this::bury : null;
    }

    @Override
    public PluginMetrics pluginMetrics() {
        return null;
    }

    private CompletableFuture<Void> bury(SinkRecord record, Throwable reason) {
        dead.add(record);
        reasons.add(reason);
        return CompletableFuture.completedFuture(null);
    }
}
