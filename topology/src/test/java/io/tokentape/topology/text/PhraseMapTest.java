package io.tokentape.topology.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PhraseMapTest {
    private final PhraseMap<Integer> map = PhraseMap.of(Map.of("stop", 1, "stop loss", 2, "take profit target one", 3));

    @Test
    void findsTheLongestPhrase() {
        assertThat(map.longest(Words.of("Stop-Loss here"), 0).value()).isEqualTo(2);
        assertThat(map.longest(Words.of("stop the loss"), 0).value()).isEqualTo(1);
        assertThat(map.longest(Words.of("take profit target one"), 0).words()).isEqualTo(4);
    }

    @Test
    void doesNotFindTheBeginningOfAPhrase() {
        assertThat(map.longest(Words.of("take profit now"), 0)).isNull();
        assertThat(map.longest(Words.of("stopping"), 0)).isNull();
        assertThat(map.get(Words.of("stop"), 0)).isEqualTo(1);
        assertThat(map.has(Words.of("take"), 0)).isFalse();
    }

    @Test
    void doesNotReachOverOtherSigns() {
        assertThat(map.longest(Words.of("stop, loss"), 0).value()).isEqualTo(1);
    }

    @Test
    void refusesWhatHasNoWords() {
        assertThatThrownBy(() -> PhraseMap.of(Map.of("!!", 1))).isInstanceOf(IllegalArgumentException.class);
    }
}
