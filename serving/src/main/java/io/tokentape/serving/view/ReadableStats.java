package io.tokentape.serving.view;

import io.tokentape.schemas.avro.TokenStats;
import io.tokentape.schemas.wire.RegistryAwayException;
import io.tokentape.topology.account.TapeTime;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Reads records of {@code token-stats}, whose fields make the keys of the tables. One stamped 2100 would stay the latest
 * for good, and no changelog would take it. Safe for use by many threads.
 */
public final class ReadableStats {
    private final String topic;
    private final Deserializer<TokenStats> deserializer;
    private final InstantSource clock;

    public ReadableStats(String topic, Deserializer<TokenStats> deserializer, InstantSource clock) {
        this.topic = topic;
        this.deserializer = deserializer;
        this.clock = clock;
    }

    /**
     * Empty = it can never be used.
     *
     * @param record with a key and a value
     * @throws RuntimeException when the registry is away: the view starts again then, and none is left out for that
     */
    Optional<TokenStats> usable(Record<String, byte[]> record) {
        if (!TapeTime.holds(record.timestamp(), clock)) {
            return Optional.empty();
        }
        return read(record.value())
                .filter(stats -> stats.getAsset().equals(record.key()) && TapeTime.holds(stats.getWindowEnd(), clock));
    }

    /** Empty = it can never be read. Throws as {@link #usable} does. */
    Optional<TokenStats> read(byte[] value) {
        try {
            return Optional.of(deserializer.deserialize(topic, value));
        } catch (SerializationException | AvroRuntimeException e) {
            if (RegistryAwayException.causes(e)) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
