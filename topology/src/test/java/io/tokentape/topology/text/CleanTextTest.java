package io.tokentape.topology.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CleanTextTest {
    @Test
    void leavesGoodTextAlone() {
        String text = "BTC to the moon \uD83D\uDE80 für alle\n";
        assertThat(CleanText.of(text)).isEqualTo(new CleanText(text, Set.of()));
        assertThat(CleanText.of("")).isEqualTo(new CleanText("", Set.of()));
        assertThat(CleanText.of(null)).isEqualTo(new CleanText(null, Set.of()));
    }

    @Test
    void replacesNulAndLoneSurrogatesInPlace() {
        assertThat(CleanText.of("a\0b")).isEqualTo(new CleanText("a\uFFFDb", Set.of(CleanText.Cut.NUL)));
        assertThat(CleanText.of("a\uD83Db")).isEqualTo(new CleanText("a\uFFFDb", Set.of(CleanText.Cut.SURROGATE)));
        assertThat(CleanText.of("\uDE80\uD83D"))
                .isEqualTo(new CleanText("\uFFFD\uFFFD", Set.of(CleanText.Cut.SURROGATE)));
    }

    @Test
    void saysWhenCharactersWereLostBefore() {
        assertThat(CleanText.of("a\uFFFDb")).isEqualTo(new CleanText("a\uFFFDb", Set.of(CleanText.Cut.UNREADABLE)));
    }

    @Test
    void cutsAtTheLimitWithoutTearingACharacter() {
        CleanText exact = CleanText.of("x".repeat(CleanText.MAX_BYTES));
        assertThat(exact.cuts()).isEmpty();
        CleanText cut = CleanText.of("x".repeat(CleanText.MAX_BYTES - 1) + "\uD83D\uDE80");
        assertThat(cut)
                .isEqualTo(new CleanText("x".repeat(CleanText.MAX_BYTES - 1), Set.of(CleanText.Cut.TEXT_LENGTH)));
    }

    @Test
    void alwaysGivesUtf8OfBoundedSizeThatIsAPrefix() {
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder builder = new StringBuilder();
            int length = random.nextInt(i % 100 == 0 ? 60_000 : 40);
            for (int j = 0; j < length; j++) {
                builder.append(
                        (char) (random.nextInt(4) == 0 ? 0xD7F0 + random.nextInt(0x850) : random.nextInt(0x3000)));
            }
            String original = builder.toString();
            String clean = CleanText.of(original).text();
            byte[] utf8 = clean.getBytes(StandardCharsets.UTF_8);
            assertThat(utf8.length).isLessThanOrEqualTo(CleanText.MAX_BYTES);
            assertThat(new String(utf8, StandardCharsets.UTF_8)).isEqualTo(clean);
            assertThat(clean).doesNotContain("\0");
            for (int j = 0; j < clean.length(); j++) {
                assertThat(clean.charAt(j)).isIn(original.charAt(j), '\uFFFD');
            }
        }
    }
}
