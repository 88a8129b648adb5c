package io.tokentape.topology.runtime;

import io.tokentape.topology.account.TapeTime;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The record's own timestamp, unless no record of ours can have it: then the record is marked, for the step to put it
 * aside, and runs at its predecessor's time, so that it never moves the tape's.
 */
final class TapeTimestampExtractor implements TimestampExtractor {
    private final InstantSource clock;

    TapeTimestampExtractor(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        // A dead letter that is sent again brings its mark along.
        record.headers().remove(TapeTime.OUT_OF_RANGE_HEADER);
        long timestamp = record.timestamp();
        if (TapeTime.holds(timestamp, clock)) {
            return timestamp;
        }
        record.headers()
                .add(TapeTime.OUT_OF_RANGE_HEADER, Long.toString(timestamp).getBytes(StandardCharsets.US_ASCII));
        return Math.max(partitionTime, TapeTime.EARLIEST.toEpochMilli());
    }
}
