package io.tokentape.topology.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextPrintTest {
    private static final String NEWS =
            "The foundation moved half of the treasury to a new wallet last night and nobody has said why";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The foundation moved half of the treasury to a new wallet last night and nobody has said why https://x.example/1",
                "🚀🚀 THE FOUNDATION moved half of the treasury to a new wallet last night and nobody has said why 🚀",
                "@someone: the foundation moved half of the treasury to a new wallet last night and nobody has said why",
                "Breaking! The foundation moved half of the treasury to a new wallet last night and nobody has said why",
                "The foundation moved half of the treasury to a new wallet last night and nobody has said why, 1532 views",
                "The foundation moved half of the treasury to another wallet last night and nobody has said why",
            })
    void knowsANearRepeat(String copy) {
        assertThat(print(copy).repeats(print(NEWS))).isTrue();
        assertThat(print(NEWS).repeats(print(copy))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "good morning|good evening",
                "AAA at 100|AAA at 110",
                "https://x.example/1|https://x.example/2",
                "🚀|🌙",
                "''|🌙",
                "Buy AAA entry 0.52 - 0.55 targets 0.61 0.66 0.72 stop 0.48|Buy AAA entry 0.83 - 0.87 targets 0.93 0.98 1.12 stop 0.79",
                "The foundation moved half of the treasury to a new wallet|The team will answer questions about the treasury tonight",
            })
    void tellsDifferentTextsApart(String one, String other) {
        assertThat(print(one).repeats(print(other))).isFalse();
        assertThat(print(one).repeats(print(one))).isTrue();
    }

    @Test
    void readsTheTitleBeforeTheText() {
        TextPrint whole = print("Treasury moves at night. The foundation moved half of it to a new wallet");
        TextPrint cut = TextPrint.of(
                Words.of("Treasury moves at night."), Words.of("The foundation moved half of it to a new wallet"));

        assertThat(cut).isEqualTo(whole);
    }

    @Test
    void comesBackFromItsBytes() {
        TextPrint print = print(NEWS);

        assertThat(print.bytes().remaining()).isEqualTo(TextPrint.BYTES);
        assertThat(TextPrint.read(print.bytes())).isEqualTo(print);
        assertThatThrownBy(() -> TextPrint.read(ByteBuffer.allocate(3))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void countsTheBytesThatAgree() {
        ByteBuffer other = print(NEWS).bytes();
        for (int i = 0; i < TextPrint.BYTES; i++) {
            assertThat(TextPrint.read(other).agreement(print(NEWS))).isEqualTo(TextPrint.BYTES - i);
            other.put(i, (byte) (other.get(i) ^ 0x80));
        }
        assertThat(TextPrint.mayRepeat(0x0102030405060708L, 0x1112131415161708L))
                .isTrue();
        assertThat(TextPrint.mayRepeat(0x0102030405060708L, 0x1112131415161718L))
                .isFalse();
    }

    @Test
    void isTakenOfTextsOfAnyLength() {
        String word = "lorem ";
        assertThat(print(word.repeat(50_000)).repeats(print(word.repeat(60_000))))
                .isTrue();
    }

    private static TextPrint print(String text) {
        return TextPrint.of(null, Words.of(text));
    }
}
