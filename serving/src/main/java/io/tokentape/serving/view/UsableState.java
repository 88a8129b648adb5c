package io.tokentape.serving.view;

import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.wire.RegistryAwayException;
import io.tokentape.topology.account.TapeTime;
import java.time.InstantSource;
import java.util.function.Predicate;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Tells the states that the topology would take from those it puts aside: one that cannot be read must not hide the one
 * before it, and one stamped 2100 would stay the newest for good. Safe for use by many threads.
 */
public final class UsableState implements Predicate<Record<String, byte[]>> {
    private final String topic;
    private final Deserializer<TokenState> deserializer;
    private final InstantSource clock;

    public UsableState(String topic, Deserializer<TokenState> deserializer, InstantSource clock) {
        this.topic = topic;
        this.deserializer = deserializer;
        this.clock = clock;
    }

    /** @param record with a key and a value */
    @Override
    public boolean test(Record<String, byte[]> record) {
        if (!TapeTime.holds(record.timestamp(), clock)) {
            return false;
        }
        try {
            return deserializer.deserialize(topic, record.value()).getAsset().equals(record.key());
        } catch (SerializationException | AvroRuntimeException e) {
            // What cannot be told now may be told when it is read.
            return RegistryAwayException.causes(e);
        }
    }
}
