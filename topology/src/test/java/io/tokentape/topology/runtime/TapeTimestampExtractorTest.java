package io.tokentape.topology.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.topology.account.TapeTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TapeTimestampExtractorTest {
    private static final Instant NOW = Instant.parse("2025-07-01T00:00:00Z");
    private final TapeTimestampExtractor extractor = new TapeTimestampExtractor(InstantSource.fixed(NOW));

    @ParameterizedTest
    @ValueSource(strings = {"2009-01-03T00:00:00Z", "2017-05-05T05:05:05Z", "2025-07-01T01:00:00Z"})
    void takesTheRecordsOwn(String time) {
        ConsumerRecord<Object, Object> record = at(Instant.parse(time));
        assertThat(extractor.extract(record, 5)).isEqualTo(record.timestamp());
        assertThat(record.headers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "2009-01-02T23:59:59.999Z", "2025-07-01T01:00:00.001Z"})
    void marksTheImpossibleAndStaysWhereTheTapeIs(String time) {
        ConsumerRecord<Object, Object> record = at(Instant.parse(time));
        long tapeTime = NOW.toEpochMilli() - 77;
        assertThat(extractor.extract(record, tapeTime)).isEqualTo(tapeTime);
        assertThat(record.headers().lastHeader(TapeTime.OUT_OF_RANGE_HEADER)).isNotNull();
        assertThat(extractor.extract(record, -1)).isEqualTo(TapeTime.EARLIEST.toEpochMilli());
    }

    private static ConsumerRecord<Object, Object> at(Instant time) {
        return new ConsumerRecord<>(
                "topic",
                0,
                0,
                time.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                "key",
                "value",
                new RecordHeaders(),
                Optional.empty());
    }
}
