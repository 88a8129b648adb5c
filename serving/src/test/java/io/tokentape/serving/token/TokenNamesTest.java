package io.tokentape.serving.token;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokentape.schemas.avro.TokenRef;
import io.tokentape.schemas.wire.RegistryAwayException;
import io.tokentape.topology.mention.TokenRegistry;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;

class TokenNamesTest {
    private static final byte[] VALUE = {0, 0, 0, 0, 1, 2};

    @Test
    void skipsWhatCannotBeDecoded() {
        TokenNames names = names(new SerializationException("bad bytes"));

        assertThatCode(() -> names.put(VALUE)).doesNotThrowAnyException();
    }

    @Test
    void skipsNothingBecauseTheRegistryIsAway() {
        RegistryAwayException away = new RegistryAwayException("no answer");
        TokenNames names = names(new SerializationException("schema 1", away));

        assertThatThrownBy(() -> names.put(VALUE)).hasRootCause(away);
    }

    private static TokenNames names(RuntimeException failure) {
        Deserializer<TokenRef> failing = (topic, value) -> {
            throw failure;
        };
        return new TokenNames(TokenRegistry.of(List.of()), "test.ref.tokens", failing);
    }
}
