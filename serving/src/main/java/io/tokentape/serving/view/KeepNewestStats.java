package io.tokentape.serving.view;

import io.tokentape.schemas.avro.TokenStats;
import io.tokentape.serving.query.StatsKeys;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;

/**
 * Keeps of each asset the latest revision of its latest window of each length, and of each length the ranked assets of
 * the latest window, whatever order they come in. Bound: one row an asset and length, and {@link #MOST_RANKED} rows a
 * length beside.
 */
final class KeepNewestStats extends ContextualProcessor<String, byte[], Void, Void> {
    /** Ranks behind it are in no list. */
    static final int MOST_RANKED = 1_000;

    private final ReadableStats readable;
    /** Length of window to the latest end seen since the start: rows of others are removed once for each. */
    private final Map<Long, Long> latestEnds = new HashMap<>();

    private TimestampedKeyValueStore<String, byte[]> latest;
    private TimestampedKeyValueStore<String, byte[]> ranked;

    KeepNewestStats(ReadableStats readable) {
        this.readable = readable;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        latest = context.getStateStore(ViewTopology.TOKEN_STATS_STORE);
        ranked = context.getStateStore(ViewTopology.TRENDING_STORE);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        if (record.key() == null || record.value() == null || !ViewTopology.inWireFormat(record.value())) {
            return;
        }
        readable.usable(record)
                .ifPresent(stats -> keep(stats, ValueAndTimestamp.make(record.value(), record.timestamp())));
    }

    private void keep(TokenStats stats, ValueAndTimestamp<byte[]> row) {
        String key = StatsKeys.latest(stats.getAsset(), stats.getWindowMillis());
        ValueAndTimestamp<byte[]> known = latest.get(key);
        TokenStats before = known == null ? null : readable.read(known.value()).orElse(null);
        if (before != null && newer(before, stats)) {
            return;
        }
        latest.put(key, row);
        if (before != null && before.getTrendRank() != null) {
            ranked.delete(rankedKey(before));
        }
        if (stats.getTrendRank() != null && stats.getTrendRank() <= MOST_RANKED && isLatest(stats)) {
            ranked.put(rankedKey(stats), row);
        }
    }

    private static boolean newer(TokenStats one, TokenStats other) {
        return one.getWindowEnd() > other.getWindowEnd()
                || one.getWindowEnd() == other.getWindowEnd() && one.getRevision() > other.getRevision();
    }

    private static String rankedKey(TokenStats stats) {
        return StatsKeys.ranked(stats.getWindowMillis(), stats.getWindowEnd(), stats.getTrendRank(), stats.getAsset());
    }

    /** Removes the rows of the windows before when the window is the first of a later end. */
    private boolean isLatest(TokenStats stats) {
        Long known = latestEnds.get(stats.getWindowMillis());
        long end = stats.getWindowEnd();
        if (known == null || known < end) {
            latestEnds.put(stats.getWindowMillis(), end);
            removeOthers(stats.getWindowMillis(), end);
        }
        return known == null || known <= end;
    }

    private void removeOthers(long windowMillis, long windowEnd) {
        String kept = StatsKeys.rankedOf(windowMillis, windowEnd);
        try (KeyValueIterator<String, ValueAndTimestamp<byte[]>> rows =
                ranked.prefixScan(StatsKeys.rankedOf(windowMillis), new StringSerializer())) {
            while (rows.hasNext()) {
                KeyValue<String, ValueAndTimestamp<byte[]>> row = rows.next();
                // Sorted: those before are of later windows, known from before the start.
                if (row.key.compareTo(kept) > 0 && !row.key.startsWith(kept)) {
                    ranked.delete(row.key);
                }
            }
        }
    }
}
