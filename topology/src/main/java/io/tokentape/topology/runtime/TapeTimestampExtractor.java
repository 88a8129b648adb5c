package io.tokentape.topology.runtime;

import io.tokentape.topology.account.TapeTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The record's own timestamp, unless no record of ours can have it: then the record is marked, for the step to put it
 * aside, and runs at its predecessor's time, so that it never moves the tape's.
 */
final class TapeTimestampExtractor implements TimestampExtractor {
    private static final long EARLIEST_MILLIS = TapeTime.EARLIEST.toEpochMilli();
    private static final long MOST_AHEAD_MILLIS = Duration.ofHours(1).toMillis();

    private final InstantSource clock;

    TapeTimestampExtractor(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        long timestamp = record.timestamp();
        if (timestamp >= EARLIEST_MILLIS && timestamp <= clock.millis() + MOST_AHEAD_MILLIS) {
            return timestamp;
        }
        record.headers()
                .add(TapeTime.OUT_OF_RANGE_HEADER, Long.toString(timestamp).getBytes(StandardCharsets.US_ASCII));
        return Math.max(partitionTime, EARLIEST_MILLIS);
    }
}
