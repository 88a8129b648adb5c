package io.tokentape.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnknownSchemasTest {
    private long now = 5;
    private final UnknownSchemas unknown = new UnknownSchemas(() -> now);

    @Test
    void remembersForAMoment() {
        assertThat(unknown.refusal(7)).isNull();
        unknown.add(7, "no 7");
        now += UnknownSchemas.REMEMBERED.toNanos();
        assertThat(unknown.refusal(7)).isEqualTo("no 7");
        assertThat(unknown.refusal(8)).isNull();
        now++;
        assertThat(unknown.refusal(7)).isNull();
    }

    @Test
    void forgetsTheOldestAboveTheLimit() {
        for (int id = 0; id <= UnknownSchemas.MOST; id++) {
            unknown.add(id, "no");
        }
        assertThat(unknown.refusal(0)).isNull();
        assertThat(unknown.refusal(1)).isEqualTo("no");
    }
}
