package io.tokentape.topology.mention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenLineTest {
    @Test
    void readsWhatItWrites() {
        TokenEntry entry = new TokenEntry(
                "some-coin",
                null,
                "SOME",
                "Some Coin",
                List.of("somecoin", "SMC"),
                List.of("some-coin:native", "ethereum:0x6982508145454ce325ddbe47a25d4ec3d2311933"),
                null,
                12,
                Instant.parse("2024-01-31T00:00:00Z"),
                false);
        assertThat(TokenLine.parse(TokenLine.format(entry))).isEqualTo(entry);
        TokenEntry bare = new TokenEntry("b", null, "B", "B", List.of(), List.of(), null, null, null, false);
        assertThat(TokenLine.parse(TokenLine.format(bare))).isEqualTo(bare);
    }

    @Test
    void refusesOtherLines() {
        assertThatThrownBy(() -> TokenLine.parse("a\tb")).isInstanceOf(IllegalArgumentException.class);
    }
}
