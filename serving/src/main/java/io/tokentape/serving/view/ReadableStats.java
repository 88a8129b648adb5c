package io.tokentape.serving.view;

import io.tokentape.schemas.avro.TokenStats;
import io.tokentape.schemas.wire.RegistryAwayException;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads values of {@code token-stats}, whose fields make the keys of the tables. Safe for use by many threads. */
public final class ReadableStats implements Function<byte[], Optional<TokenStats>> {
    private final String topic;
    private final Deserializer<TokenStats> deserializer;

    public ReadableStats(String topic, Deserializer<TokenStats> deserializer) {
        this.topic = topic;
        this.deserializer = deserializer;
    }

    /**
     * Empty = it can never be read.
     *
     * @throws RuntimeException when the registry is away: the view starts again then, and none is left out for that
     */
    @Override
    public Optional<TokenStats> apply(byte[] value) {
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
