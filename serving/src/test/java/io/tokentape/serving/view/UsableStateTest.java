package io.tokentape.serving.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.wire.InMemorySchemaRegistry;
import io.tokentape.schemas.wire.RegistryAwayException;
import io.tokentape.schemas.wire.WireSerdes;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

class UsableStateTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String TOPIC = "test.chain.token-state";

    private final Serde<TokenState> serde =
            WireSerdes.over(new InMemorySchemaRegistry()).of(TokenState.class);
    private final UsableState usable = new UsableState(TOPIC, serde.deserializer(), InstantSource.fixed(NOW));
    private final byte[] value = serde.serializer()
            .serialize(
                    TOPIC,
                    TokenState.newBuilder()
                            .setAsset("solana:native")
                            .setProvider("test")
                            .setObservedAt(0)
                            .build());

    @Test
    void takesWhatTheTopologyTakes() {
        assertThat(usable.test(record("solana:native", value, "2009-01-03T00:00:00Z")))
                .isTrue();
        assertThat(usable.test(record("solana:native", value, "2026-01-01T01:00:00Z")))
                .isTrue();
    }

    @Test
    void refusesTimesThatCannotBe() {
        assertThat(usable.test(record("solana:native", value, "1970-01-01T00:00:00Z")))
                .isFalse();
        assertThat(usable.test(record("solana:native", value, "2026-01-01T01:00:00.001Z")))
                .isFalse();
    }

    @Test
    void refusesWhatIsNoStateOfItsKey() {
        byte[] otherSchema = value.clone();
        otherSchema[1] = 9;

        assertThat(usable.test(record("bitcoin:native", value, "2025-01-01T00:00:00Z")))
                .isFalse();
        assertThat(usable.test(record("solana:native", otherSchema, "2025-01-01T00:00:00Z")))
                .isFalse();
        assertThat(usable.test(record("solana:native", new byte[0], "2025-01-01T00:00:00Z")))
                .isFalse();
    }

    @Test
    void takesWhatCannotBeToldWhileTheRegistryIsAway() {
        UsableState blind = new UsableState(
                TOPIC,
                (topic, bytes) -> {
                    throw new RegistryAwayException("away");
                },
                InstantSource.fixed(NOW));

        assertThat(blind.test(record("solana:native", value, "2025-01-01T00:00:00Z")))
                .isTrue();
    }

    private static Record<String, byte[]> record(String key, byte[] bytes, String at) {
        return new Record<>(key, bytes, Instant.parse(at).toEpochMilli());
    }
}
