package io.tokentape.serving.token;

import io.tokentape.schemas.avro.TokenRef;
import io.tokentape.schemas.wire.RegistryAwayException;
import io.tokentape.topology.mention.TokenReferenceStep;
import io.tokentape.topology.mention.TokenRegistry;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts what arrives on {@code ref.tokens} into the registry that serving asks for names. */
public final class TokenNames {
    private static final Logger log = LoggerFactory.getLogger(TokenNames.class);

    private final TokenRegistry registry;
    private final String topic;
    private final Deserializer<TokenRef> deserializer;

    public TokenNames(TokenRegistry registry, String topic, Deserializer<TokenRef> deserializer) {
        this.registry = registry;
        this.topic = topic;
        this.deserializer = deserializer;
    }

    /**
     * What cannot be decoded is skipped: the names shipped with the product stay.
     *
     * @throws RuntimeException when the registry is away, so that nothing is skipped for that: the view starts again then,
     *     and reads the topic from its first record
     */
    public void put(byte[] value) {
        try {
            registry.put(TokenReferenceStep.entry(deserializer.deserialize(topic, value)));
        } catch (SerializationException | AvroRuntimeException e) {
            if (RegistryAwayException.causes(e)) {
                throw e;
            }
            log.warn("a record of {} cannot be used", topic, e);
        }
    }
}
