package io.tokentape.topology.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.text.RandomTexts;
import io.tokentape.topology.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetStancesTest {
    private final TargetStances stances = TargetStances.shipped();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            long $AAA, short $BBB                            | AAA bullish, BBB bearish
            short $AAA $BBB and long $CCC                    | AAA bearish, BBB bearish, CCC bullish
            $AAA flips $BBB before summer                    | AAA bullish, BBB bearish
            $AAA > $BBB                                      | AAA bullish, BBB bearish
            $AAA underperforms $BBB again                    | AAA bearish, BBB bullish
            switching from $AAA to $BBB                      | AAA bearish, BBB bullish
            moved everything out of $AAA into $BBB and $CCC  | AAA bearish, BBB bullish, CCC bullish
            sold all my $AAA for $BBB                        | AAA bearish, BBB bullish
            swapped my $AAA into $BBB                        | AAA bearish, BBB bullish
            $AAA rises while $BBB falls                      | AAA bullish, BBB bearish
            $AAA and $BBB are up, $CCC is down               | AAA bullish, BBB bullish, CCC bearish
            buying $AAA. dumping $BBB.                       | AAA bullish, BBB bearish
            long $AAA and $BBB                               | AAA post, BBB post
            don't short $AAA, buy $BBB                       | AAA post, BBB post
            $AAA and $BBB                                    | AAA post, BBB post
            from $AAA to $BBB in an hour                     | AAA post, BBB post
            long $AAA, short $AAA                            | AAA post, AAA post
            """)
    void tellsTheAssetsApartThatAPostSpeaksWellAndIllOf(String text, String expected) {
        String found = stances.settle(null, Words.of(text), cashtags(text)).stream()
                .map(mention -> mention.symbol() + " "
                        + (mention.stance() == null
                                ? "post"
                                : mention.stance().name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(", "));
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void changesNothingButTheStanceOfAnyText() {
        Random random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            String text = RandomTexts.next(random, 40) + " $AAA short " + RandomTexts.next(random, 40) + " $BBB";
            List<Mention> mentions = cashtags(text);
            List<Mention> settled = stances.settle(null, Words.of(text), mentions);
            assertThat(settled.stream().map(mention -> mention.with(null)).toList())
                    .isEqualTo(mentions);
        }
    }

    private static List<Mention> cashtags(String text) {
        List<Mention> mentions = new ArrayList<>();
        for (String symbol : List.of("AAA", "BBB", "CCC")) {
            for (int at = text.indexOf("$" + symbol); at >= 0; at = text.indexOf("$" + symbol, at + 1)) {
                mentions.add(new Mention(
                        "$" + symbol,
                        Mention.Part.TEXT,
                        at,
                        at + 4,
                        Mention.Kind.CASHTAG,
                        symbol,
                        null,
                        null,
                        null,
                        0.9,
                        false,
                        List.of()));
            }
        }
        return mentions;
    }
}
