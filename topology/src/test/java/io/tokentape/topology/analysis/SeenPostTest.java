package io.tokentape.topology.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SeenPostTest {
    @Test
    void remembersRevisionsAcrossEncoding() {
        SeenPost seen =
                SeenPost.decode(null).with(1, true, false).with(3, true, false).with(4, false, true);
        assertThat(SeenPost.decode(seen.encode())).isEqualTo(seen);
        assertThat(seen.repeats(3, false)).isTrue();
        assertThat(seen.repeats(2, false)).isFalse();
        assertThat(seen.lastPutOut()).isEqualTo(OptionalInt.of(3));
    }

    @Test
    void givesADeleteTheNextRevisionAndKnowsItAgain() {
        SeenPost seen = SeenPost.decode(null).with(1, true, false);
        assertThat(seen.repeats(1, true)).isFalse();
        assertThat(seen.next(1, true)).isEqualTo(2);
        assertThat(seen.next(5, true)).isEqualTo(5);
        assertThat(seen.with(2, true, true).repeats(1, true)).isTrue();
    }

    @Test
    void startsEmpty() {
        assertThat(SeenPost.decode(null).isEmpty()).isTrue();
        assertThat(SeenPost.decode(null).lastPutOut()).isEmpty();
    }
}
