package io.tokentape.topology.sentiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.topology.text.RandomTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordPiecesTest {
    private static final List<String> PIECES = List.of(
            "[PAD]", "[UNK]", "[CLS]", "[SEP]", "un", "##want", "##ed", "want", "wanted", "runn", "##ing", ",", "cafe",
            "$", "btc", "上", "涨", "price", "!", "Price");

    @TempDir
    private Path folder;

    private Path vocabulary;

    @BeforeEach
    void writeVocabulary() throws IOException {
        vocabulary = Files.write(folder.resolve("vocab.txt"), PIECES);
    }

    /** Worked by hand after the rules of BERT's reference tokeniser. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UNwantéd,running        | un ##want ##ed , runn ##ing
            wanted                  | wanted
            wantedd                 | [UNK]
            $BTC!!                  | $ btc ! !
            Café                    | cafe
            上涨 price              | 上 涨 price
            pri\u200Bce             | price
            price\u00A0price        | price price
            un🚀wanted              | [UNK]
            🚀 price                | [UNK] price
            un-wanted               | un [UNK] wanted
            """)
    void cutsTextsAsBertDoes(String text, String expected) throws IOException {
        assertThat(spelled(WordPieces.read(vocabulary, true).of(text, 512))).isEqualTo("[CLS] " + expected + " [SEP]");
    }

    @Test
    void keepsCapitalsWhereTheModelKnowsThem() throws IOException {
        WordPieces words = WordPieces.read(vocabulary, false);
        assertThat(spelled(words.of("Price price", 512))).isEqualTo("[CLS] Price price [SEP]");
    }

    @Test
    void stopsAtTheLengthOfTheModel() throws IOException {
        WordPieces words = WordPieces.read(vocabulary, true);
        assertThat(spelled(words.of("price ".repeat(100), 5))).isEqualTo("[CLS] price price price [SEP]");
        assertThat(spelled(words.of("", 5))).isEqualTo("[CLS] [SEP]");
        assertThat(spelled(words.of("want".repeat(26), 9))).isEqualTo("[CLS] [UNK] [SEP]");
    }

    @Test
    void copesWithAnyText() throws IOException {
        WordPieces words = WordPieces.read(vocabulary, true);
        Random random = new Random(5);
        for (int n = 0; n < 5_000; n++) {
            long[] pieces = words.of(RandomTexts.next(random, 80), 64);
            assertThat(pieces.length).isBetween(2, 64);
            assertThat(pieces[0]).isEqualTo(2);
            assertThat(pieces[pieces.length - 1]).isEqualTo(3);
            assertThat(Arrays.stream(pieces).allMatch(piece -> piece >= 0 && piece < PIECES.size()))
                    .isTrue();
        }
        for (String hostile : List.of("a", "\u0301", "!", "上", "\uD83D", "\u200B", "unwant")) {
            assertThat(words.of(hostile.repeat(65_536), 512).length).isLessThanOrEqualTo(512);
        }
    }

    private static String spelled(long[] pieces) {
        return Arrays.stream(pieces).mapToObj(piece -> PIECES.get((int) piece)).collect(Collectors.joining(" "));
    }
}
