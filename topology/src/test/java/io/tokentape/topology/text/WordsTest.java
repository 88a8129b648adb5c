package io.tokentape.topology.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void cutsAtWhatIsNeitherLetterNorDigit() {
        assertThat(cut("Buy $SOL-now, 1.5k (really)")).containsExactly("Buy", "SOL", "now", "1", "5k", "really");
        assertThat(cut("")).isEmpty();
        assertThat(cut(" \n\t!?")).isEmpty();
        assertThat(cut("цель 비트코인 ビット")).containsExactly("цель", "비트코인", "ビット");
    }

    @Test
    void foldsWhatLooksTheSame() {
        assertThat(Words.of("ＢＴＣ").key()).isEqualTo("btc");
        assertThat(Words.of("\uD835\uDC01\uD835\uDC13\uD835\uDC02 up").key()).isEqualTo("btc up");
        assertThat(Words.of("bit\u200Bcoin").key()).isEqualTo("bitcoin");
        assertThat(Words.of("don\u2019t").at(3)).isEqualTo('\'');
    }

    /** The letters written as escapes are Cyrillic or Greek. */
    @Test
    void foldsLettersThatPassForLatinOnesInALatinWord() {
        assertThat(Words.of("\u0412itc\u043Ein, \u0392TC").key()).isEqualTo("bitcoin btc");
        assertThat(Words.of("\u0412itc\u043Ein").hash(0)).isEqualTo(Words.hashOf("bitcoin"));
        assertThat(Words.of("\u0412TC").isUpper(0)).isTrue();
        assertThat(Words.of("\u0421\u041E\u0420").key()).isEqualTo("\u0441\u043E\u0440");
        assertThat(Words.of("BTC\u0448\u043A\u0430").key()).isEqualTo("btc\u0448\u043A\u0430");
    }

    @Test
    void keepsPlacesInTheOriginalWhenFolding() {
        String text = "go \uD835\uDC01\uD835\uDC13\uD835\uDC02 now";
        Words words = Words.of(text);
        assertThat(words.count()).isEqualTo(3);
        assertThat(text.substring(words.start(1), words.end(1))).isEqualTo("\uD835\uDC01\uD835\uDC13\uD835\uDC02");
        assertThat(words.isUpper(1)).isTrue();
    }

    @Test
    void knowsLinksAndHandles() {
        Words words =
                Words.of("see https://example.com/bitcoin-price?x=1 and @some_one or t.me/pumps, www.abc.xyz yes");
        List<String> plain = new ArrayList<>();
        for (int i = 0; i < words.count(); i++) {
            if (!words.inLink(i) && !words.inHandle(i)) {
                plain.add(words.lower(i));
            }
        }
        assertThat(plain).containsExactly("see", "and", "or", "yes");
    }

    @Test
    void doesNotTakeAMissingSpaceForALink() {
        Words words = Words.of("It rose.Then fell");
        assertThat(words.inLink(1)).isFalse();
    }

    @Test
    void hashesPhrasesByTheirWords() {
        Words words = Words.of("the  SHIBA inu");
        assertThat(Words.join(words.hash(1), words.hash(2))).isEqualTo(Words.hashOf("Shiba Inu"));
        assertThat(words.spells(1, 2, "shiba inu")).isTrue();
        assertThat(words.spells(1, 2, "shiba in")).isFalse();
        assertThat(words.spells(1, 2, "shiba inus")).isFalse();
    }

    @Test
    void wordsLieInOrderWithinTheTextWhateverItHolds() {
        Random random = new Random(7);
        for (int n = 0; n < 20_000; n++) {
            String text = RandomTexts.next(random, 120);
            Words words = Words.of(text);
            int last = 0;
            for (int i = 0; i < words.count(); i++) {
                assertThat(words.start(i)).isGreaterThanOrEqualTo(last);
                assertThat(words.end(i)).isGreaterThan(words.start(i)).isLessThanOrEqualTo(text.length());
                last = words.end(i);
            }
        }
    }

    private static List<String> cut(String text) {
        Words words = Words.of(text);
        List<String> cut = new ArrayList<>();
        for (int i = 0; i < words.count(); i++) {
            cut.add(text.substring(words.start(i), words.end(i)));
        }
        return cut;
    }
}
