package io.tokentape.serving.view;

import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.LagInfo;

/**
 * How old the standbys here are: since when they have held everything that their topics held. A standby is in step at a
 * time if whoever owned the partition had committed what the source topic held then, and the standby has all that was
 * ever written to the changelog. It goes on being asked while the owner is dead, so that the age grows only if there is
 * something that the copy lacks. Safe for use by many threads.
 */
final class CopyAges {
    private static final int TIMEOUT_SECONDS = 5;

    private final Admin admin;
    private final String group;
    private final Map<String, String> sources;
    private final InstantSource clock;
    private final Map<String, Map<Integer, Long>> inStepAt = new ConcurrentHashMap<>();

    /**
     * @param group whose commits tell what was processed
     * @param sources store to its source topic; only stores with a changelog of their own: of the others Streams does not
     *     tell how far a standby is, for its topic ends in marks of transactions
     */
    CopyAges(Admin admin, String group, Map<String, String> sources, InstantSource clock) {
        this.admin = admin;
        this.group = group;
        this.sources = Map.copyOf(sources);
        this.clock = clock;
    }

    /** Everything that the topics held so long ago is in the copy; empty = unknown. In milliseconds. */
    OptionalLong age(String store, int partition) {
        Long at = inStepAt.getOrDefault(store, Map.of()).get(partition);
        return at == null ? OptionalLong.empty() : OptionalLong.of(Math.max(0, clock.millis() - at));
    }

    /** @param lags what the stores here lack, asked only after what must be in them is known */
    void look(Lags lags) throws InterruptedException {
        long now = clock.millis();
        try {
            Map<TopicPartition, Long> ends = ends(partitions(committed()));
            Map<TopicPartition, OffsetAndMetadata> committed = committed();
            Map<String, Map<Integer, LagInfo>> behind = lags.read();
            sources.forEach((store, topic) -> behind.getOrDefault(store, Map.of())
                    .forEach((partition, lag) -> {
                        TopicPartition source = new TopicPartition(topic, partition);
                        OffsetAndMetadata done = committed.get(source);
                        Long end = ends.get(source);
                        if (done != null && end != null && done.offset() >= end && lag.offsetLag() == 0) {
                            inStepAt.computeIfAbsent(store, s -> new ConcurrentHashMap<>())
                                    .put(partition, now);
                        }
                    }));
        } catch (ExecutionException | TimeoutException e) {
            // The broker is away: the copies grow older.
            return;
        }
    }

    /** As {@code KafkaStreams.allLocalStorePartitionLags}. */
    @FunctionalInterface
    interface Lags {
        Map<String, Map<Integer, LagInfo>> read();
    }

    private Map<TopicPartition, OffsetAndMetadata> committed()
            throws InterruptedException, ExecutionException, TimeoutException {
        return admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private Map<TopicPartition, OffsetSpec> partitions(Map<TopicPartition, OffsetAndMetadata> committed) {
        return committed.keySet().stream()
                .filter(partition -> sources.containsValue(partition.topic()))
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
    }

    private Map<TopicPartition, Long> ends(Map<TopicPartition, OffsetSpec> partitions)
            throws InterruptedException, ExecutionException, TimeoutException {
        return admin
                .listOffsets(partitions, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }
}
