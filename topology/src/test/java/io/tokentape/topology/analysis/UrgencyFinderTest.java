package io.tokentape.topology.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.topology.analysis.Analysis.Urgency;
import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.text.TimeExpressions;
import io.tokentape.topology.text.When;
import io.tokentape.topology.text.Words;
import io.tokentape.topology.watch.WatchFinder;
import io.tokentape.topology.watch.WatchList;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrgencyFinderTest {
    private static final UrgencyFinder URGENCIES = new UrgencyFinder(new WatchFinder(WatchList.shippedUrgencies()));
    private static final TimeExpressions TIMES = TimeExpressions.shipped();
    private static final Instant POST = Instant.parse("2024-05-01T09:30:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            in 15 minutes            | 2024-05-01T09:45:00Z | 2024-05-01T09:45:00Z | Pump in 15 minutes on the usual exchange
            ends tonight             | 2024-05-01T09:30:00Z | 2024-05-02T00:00:00Z | The presale ends tonight
            3 hours left             | 2024-05-01T09:30:00Z | 2024-05-01T12:30:00Z | only 3 hours left to claim
            tomorrow 14:00 UTC       | 2024-05-02T14:00:00Z | 2024-05-02T14:00:00Z | Trading opens tomorrow 14:00 UTC
            Last chance              | -                    | -                    | Last chance to get in
            hurry                    | -                    | -                    | hurry, it is on
            starts now               | -                    | -                    | the sale starts now
            Last chance: 2 hours left| 2024-05-01T09:30:00Z | 2024-05-01T11:30:00Z | Last chance: 2 hours left
            today only               | -                    | -                    | half price, today only
            next Monday              | 2024-05-06T00:00:00Z | 2024-05-07T00:00:00Z | unlock next Monday
            Q3 2024                  | 2024-07-01T00:00:00Z | 2024-10-01T00:00:00Z | mainnet comes Q3 2024
            tomorrow                 | 2024-05-02T00:00:00Z | 2024-05-03T00:00:00Z | mainnet in Q3, testnet tomorrow
            until May 3              | 2024-05-01T09:30:00Z | 2024-05-04T00:00:00Z | stake until May 3
            срочно                   | -                    | -                    | срочно читаем
            завтра в 15:00 МСК       | 2024-05-02T12:00:00Z | 2024-05-02T12:00:00Z | листинг завтра в 15:00 МСК
            """)
    void findsTheTimeOrTheWord(String said, Instant from, Instant until, String text) {
        Urgency urgency = find(null, text);
        assertThat(urgency)
                .isEqualTo(new Urgency(
                        Mention.Part.TEXT, text.indexOf(said), text.indexOf(said) + said.length(), said, from, until));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "the price rose 3% yesterday",
                "2 hours ago it was listed",
                "target hit in 3 hours",
                "see http://a.com/hurry"
            })
    void findsNothingWhereNothingPresses(String text) {
        assertThat(find(null, text)).isNull();
    }

    @Test
    void theTitleGoesFirstUnlessOnlyTheTextPresses() {
        assertThat(find("Sale ends May 2", "hurry"))
                .isEqualTo(new Urgency(
                        Mention.Part.TITLE, 5, 15, "ends May 2", POST, Instant.parse("2024-05-03T00:00:00Z")));
        assertThat(find("Mainnet in Q4", "hurry")).isEqualTo(new Urgency(Mention.Part.TEXT, 0, 5, "hurry", null, null));
        assertThat(find("Mainnet in Q4", "calm").part()).isEqualTo(Mention.Part.TITLE);
    }

    @Test
    void aWeekAheadPressesAMonthAheadOrTodayDoesNot() {
        assertThat(find(null, "in 5 days").pressing(POST)).isTrue();
        assertThat(find(null, "within 24 hours").pressing(POST)).isTrue();
        assertThat(find(null, "hurry up").pressing(POST)).isTrue();
        assertThat(find(null, "on 1 June").pressing(POST)).isFalse();
        assertThat(find(null, "what a day today").pressing(POST)).isFalse();
    }

    private static Urgency find(String title, String text) {
        Words head = title == null ? null : Words.of(title);
        Words body = Words.of(text);
        List<When> inTitle = title == null ? List.of() : TIMES.find(head, POST, "en");
        return URGENCIES.find(POST, head, body, inTitle, TIMES.find(body, POST, null));
    }
}
