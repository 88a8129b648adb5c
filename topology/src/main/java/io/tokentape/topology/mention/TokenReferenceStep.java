package io.tokentape.topology.mention;

import io.tokentape.schemas.avro.TokenRef;
import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.topology.reference.ReferenceStep;
import java.time.Instant;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.StreamsBuilder;

/** Brings {@code ref.tokens} into the token registry of every instance: see {@link ReferenceStep}. */
public final class TokenReferenceStep {
    public static final String NODE = "register-tokens";
    public static final String STORE = "token-reference-store";

    private final ReferenceStep<TokenRef> step;

    public TokenReferenceStep(TokenRegistry registry, Topic<TokenRef> topic, Deserializer<TokenRef> tokens) {
        this.step = new ReferenceStep<>(
                new ReferenceStep.Names(NODE, STORE), topic, tokens, token -> registry.put(entry(token)));
    }

    public void build(StreamsBuilder builder) {
        step.build(builder);
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
