package io.tokentape.topology.mention;

import io.tokentape.schemas.avro.TokenRef;
import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.wire.RegistryAwayException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings {@code ref.tokens} into the token registry of every instance, without a restart.
 *
 * <p>State: a global store of every version of every token, under id and {@code effectiveAt}. Reading ahead of the posts
 * is harmless, since the registry answers as of a post's time.
 */
public final class TokenReferenceStep {
    public static final String NODE = "register-tokens";
    public static final String STORE = "token-reference-store";

    private static final Logger log = LoggerFactory.getLogger(TokenReferenceStep.class);

    private final TokenRegistry registry;
    private final Topic<TokenRef> topic;
    private final Deserializer<TokenRef> tokens;

    public TokenReferenceStep(TokenRegistry registry, Topic<TokenRef> topic, Deserializer<TokenRef> tokens) {
        this.registry = registry;
        this.topic = topic;
        this.tokens = tokens;
    }

    public void build(StreamsBuilder builder) {
        builder.addGlobalStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(STORE), Serdes.Bytes(), Serdes.ByteArray())
                        .withLoggingDisabled(),
                topic.name(),
                Consumed.with(Serdes.String(), Serdes.ByteArray()).withName(NODE),
                RegisterTokens::new);
    }

    private final class RegisterTokens implements Processor<String, byte[], Void, Void> {
        private KeyValueStore<Bytes, byte[]> versions;

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            versions = context.getStateStore(STORE);
        }

        /** Also called for every record when the store is filled at the start. */
        @Override
        public void process(Record<String, byte[]> record) {
            TokenRef token;
            try {
                token = tokens.deserialize(topic.name(), record.value());
                if (token != null) {
                    registry.put(entry(token));
                }
            } catch (SerializationException | IllegalArgumentException e) {
                if (RegistryAwayException.causes(e)) {
                    throw e;
                }
                // The global thread has no dead letters. A token that cannot be read leaves the one before in force.
                log.warn("a record of {} with key {} cannot be used", topic.name(), record.key(), e);
                return;
            }
            if (token != null) {
                versions.put(key(token), record.value());
            }
        }
    }

    private static Bytes key(TokenRef token) {
        byte[] id = token.getId().getBytes(StandardCharsets.UTF_8);
        long effectiveAt = token.getEffectiveAt() == null ? 0 : token.getEffectiveAt();
        return Bytes.wrap(ByteBuffer.allocate(id.length + 1 + Long.BYTES)
                .put(id)
                .put((byte) 0)
                .putLong(effectiveAt)
                .array());
    }

    /** The entry of the registry that a record of {@code ref.tokens} stands for. */
    public static TokenEntry entry(TokenRef token) {
        return new TokenEntry(
                token.getId(),
                instant(token.getEffectiveAt()),
                token.getSymbol(),
                token.getName(),
                token.getAliases(),
                token.getAssets(),
                token.getPrimary(),
                token.getRank(),
                instant(token.getKnownFrom()),
                token.getDeleted());
    }

    private static Instant instant(Long epochMillis) {
        return epochMillis == null ? null : Instant.ofEpochMilli(epochMillis);
    }
}
