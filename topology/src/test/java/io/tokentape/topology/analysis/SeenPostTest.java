package io.tokentape.topology.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SeenPostTest {
    @Test
    void remembersRevisionsAcrossEncoding() {
        SeenPost seen = SeenPost.decode(null).with(1, true, 5).with(3, true, 6).with(4, false, 7);
        assertThat(SeenPost.decode(seen.encode())).isEqualTo(seen);
        assertThat(seen.contains(3)).isTrue();
        assertThat(seen.contains(2)).isFalse();
        assertThat(seen.lastPutOut()).isEqualTo(OptionalInt.of(3));
        assertThat(seen.lastSeenAt()).isEqualTo(7);
    }

    @Test
    void startsEmpty() {
        assertThat(SeenPost.decode(null).isEmpty()).isTrue();
        assertThat(SeenPost.decode(null).lastPutOut()).isEmpty();
    }
}
