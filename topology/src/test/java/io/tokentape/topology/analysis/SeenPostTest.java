package io.tokentape.topology.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SeenPostTest {
    private static final SeenPost.Origin FIRST = SeenPost.Origin.of("raw", 1);
    private static final SeenPost.Origin SECOND = SeenPost.Origin.of("raw", 2);

    @Test
    void remembersRevisionsAcrossEncoding() {
        SeenPost seen = SeenPost.decode(null)
                .with(1, true, false, FIRST)
                .with(3, true, false, FIRST)
                .with(4, false, true, SECOND);
        assertThat(SeenPost.decode(seen.encode())).isEqualTo(seen);
        assertThat(seen.repeats(3, false)).isTrue();
        assertThat(seen.repeats(2, false)).isFalse();
        assertThat(seen.lastPutOut()).isEqualTo(OptionalInt.of(3));
    }

    @Test
    void givesADeleteTheNextRevisionAndKnowsItAgain() {
        SeenPost seen = SeenPost.decode(null).with(1, true, false, FIRST);
        assertThat(seen.repeats(1, true)).isFalse();
        assertThat(seen.next(1, true)).isEqualTo(2);
        assertThat(seen.next(5, true)).isEqualTo(5);
        assertThat(seen.with(2, true, true, SECOND).repeats(1, true)).isTrue();
    }

    @Test
    void startsEmpty() {
        assertThat(SeenPost.decode(null).isEmpty()).isTrue();
        assertThat(SeenPost.decode(null).lastPutOut()).isEmpty();
    }

    @Test
    void knowsNothingOfARecordThatIsReadAgainNorOfLaterOnes() {
        SeenPost earlier = SeenPost.decode(null).with(1, true, false, FIRST);
        SeenPost seen = earlier.with(2, true, false, SECOND).with(3, true, true, SeenPost.Origin.of("raw", 9));
        assertThat(SeenPost.decode(seen.encode()).before(SECOND)).isEqualTo(earlier);
        assertThat(seen.before(SeenPost.Origin.of("raw", 10))).isEqualTo(seen);
    }

    @Test
    void knowsWhatCameFromAnotherTopicWhereverItLies() {
        SeenPost seen = SeenPost.decode(null).with(1, true, false, SeenPost.Origin.of("other", 9));
        assertThat(seen.before(FIRST)).isEqualTo(seen);
    }
}
