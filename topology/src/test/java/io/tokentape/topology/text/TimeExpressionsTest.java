package io.tokentape.topology.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeExpressionsTest {
    private static final TimeExpressions TIMES = TimeExpressions.shipped();
    private static final Instant POST = Instant.parse("2024-05-01T09:30:00Z");

    /** What the table has and we do not: a version number of the form of a date. */
    private static final List<String> KNOWN_LIMITS = List.of("version 1.2.2024");

    @Test
    void resolvesWhatTheTableSays() throws IOException {
        List<String> wrong = new ArrayList<>();
        int cases = 0;
        Instant post = null;
        String language = null;
        for (String line : lines()) {
            if (line.startsWith("@ ")) {
                String[] fields = line.split(" ");
                post = Instant.parse(fields[1]);
                language = fields[2];
                continue;
            }
            int bar = line.indexOf('|');
            String text = line.substring(bar + 1).strip().replace("\\n", "\n");
            String found = written(TIMES.find(Words.of(text), post, language));
            cases++;
            if (!found.equals(line.substring(0, bar).strip()) && !KNOWN_LIMITS.contains(text)) {
                wrong.add(line + " but found " + found);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(cases).isGreaterThanOrEqualTo(300);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2021/03/12 05:30 AM (UTC)       | trading opens 2021/03/12 05:30 AM (UTC) sharp
            today at 2pm UTC                | join today at 2pm UTC
            in 3 hours                      | starts in 3 hours or so
            until May 7                     | stake until May 7 to get more
            May 5 10:00 – May 7 10:00 UTC   | window: May 5 10:00 – May 7 10:00 UTC, no later
            from 5 to 7 May                 | claim from 5 to 7 May here
            3 hours left                    | only 3 hours left to claim
            Friday, 5 April                 | see you Friday, 5 April maybe
            5월 7일까지                      | 이벤트 5월 7일까지 참여
            14:00 UTC on Sunday             | it opens 14:00 UTC on Sunday for all
            """)
    void pointsAtTheWords(String said, String text) {
        List<When> found = TIMES.find(Words.of(text), POST, "en");
        assertThat(found).hasSize(1);
        assertThat(text.substring(found.get(0).start(), found.get(0).end())).isEqualTo(said);
    }

    @Test
    void saysWhatIsAMomentAndWhatADay() {
        When moment = only("in 15 minutes");
        assertThat(moment).isEqualTo(new When(0, 13, POST.plusSeconds(900), POST.plusSeconds(900), true, true));
        assertThat(moment.isMoment()).isTrue();
        assertThat(moment.untilText()).isNull();
        When day = only("tomorrow");
        assertThat(day)
                .isEqualTo(new When(
                        0,
                        8,
                        Instant.parse("2024-05-02T00:00:00Z"),
                        Instant.parse("2024-05-03T00:00:00Z"),
                        false,
                        false));
        assertThat(day.fromText()).isEqualTo("2024-05-02");
        assertThat(day.untilText()).isNull();
        When end = only("until May 7, 10:00 UTC");
        assertThat(end).isEqualTo(new When(0, 22, null, Instant.parse("2024-05-07T10:00:00Z"), true, true));
        assertThat(end.timed()).isTrue();
    }

    @Test
    void keepsItsPromisesWhateverTheText() {
        Random random = new Random(5);
        String[] pieces = {
            "May",
            "5",
            "-",
            ":",
            "00",
            " ",
            " ",
            " ",
            "UTC",
            "+",
            "8",
            "2024",
            "/",
            "in",
            "hours",
            "until",
            "from",
            "to",
            "Q3",
            "next",
            "Monday",
            "left",
            "pm",
            "(",
            ")",
            "\n",
            ".",
            "tomorrow",
            "월",
            "5월",
            "年",
            "end of",
            "31",
            "Feb",
            "1714928400",
            "29",
            "t:",
            "T",
            "Z",
            "half an",
            "within",
            "99999",
            "mid",
            "week",
            "and",
            "between",
            "ago",
            "to go",
            "~",
            "까지"
        };
        for (int n = 0; n < 60_000; n++) {
            StringBuilder text = new StringBuilder();
            if (n % 3 == 0) {
                text.append(RandomTexts.next(random, 60));
            }
            for (int i = random.nextInt(14); i >= 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
                text.append(random.nextInt(3) == 0 ? "" : " ");
            }
            int end = 0;
            for (When when : TIMES.find(Words.of(text.toString()), POST, n % 2 == 0 ? "en" : null)) {
                assertThat(when.start()).isGreaterThanOrEqualTo(end);
                assertThat(when.end()).isGreaterThan(when.start()).isLessThanOrEqualTo(text.length());
                assertThat(when.from() == null || !when.until().isBefore(when.from()))
                        .as(text.toString())
                        .isTrue();
                assertThat(when.untilText() == null && when.fromText() == null)
                        .as(text.toString())
                        .isFalse();
                end = when.end();
            }
        }
    }

    @Test
    void readsOnlyTheBeginningOfWhatIsLong() {
        String dates = "from 5 May 10:00 to 7 May 12:00 UTC until in 3 hours 30 minutes left ".repeat(1_000);
        assertThat(TIMES.find(Words.of(dates), POST, "en")).hasSizeLessThanOrEqualTo(16);
        assertThat(TIMES.find(Words.of("at the on ".repeat(20_000)), POST, "en"))
                .isEmpty();
        assertThat(TIMES.find(Words.of("1-".repeat(30_000)), POST, "en")).isEmpty();
        assertThat(TIMES.find(Words.of("将于".repeat(30_000)), POST, "zh")).isEmpty();
    }

    private static When only(String text) {
        List<When> found = TIMES.find(Words.of(text), POST, "en");
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static String written(List<When> times) {
        StringJoiner written = new StringJoiner("; ");
        for (When time : times) {
            String from = time.fromText() == null ? "" : toTheMinute(time.fromText());
            written.add(time.untilText() == null ? from : from + ".." + toTheMinute(time.untilText()));
        }
        return times.isEmpty() ? "-" : written.toString();
    }

    private static String toTheMinute(String time) {
        return time.endsWith(":00Z") && time.length() == 20 ? time.substring(0, 16) + "Z" : time;
    }

    private static List<String> lines() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                TimeExpressionsTest.class.getResourceAsStream("times.txt"), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }
}
