package io.tokentape.topology.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.topology.text.RandomTexts;
import io.tokentape.topology.text.Words;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhenFinderTest {
    private static final Instant POST = Instant.parse("2021-03-10T09:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2021-03-12T05:30:00Z | 2021/03/12 05:30 AM (UTC) | trading opens 2021/03/12 05:30 AM (UTC) sharp
            2021-03-12T16:00:00Z | 2021-03-12 4:00 PM UTC    | from 2021-03-12 4:00 PM UTC on
            2021-03-12T00:15:00Z | 2021/03/12 12:15 AM       | 2021/03/12 12:15 AM it is
            2021-03-12           | 12/03/2021                | on 12/03/2021 we start
            2021-04-01T18:00:00Z | April 1, 18:00 GMT        | on April 1, 18:00 GMT
            2021-04-01           | 1 Apr                     | the 1 Apr is no joke
            2021-04-01           | 1st April                 | the 1st April
            2022-01-05           | Jan 5                     | see you Jan 5
            2021-03-10T14:00:00Z | today at 2pm UTC          | join today at 2pm UTC
            2021-03-11           | tomorrow                  | tomorrow we list
            2021-03-11T01:00:00Z | Today at 8pm EST          | Today at 8pm EST
            """)
    void resolves(String iso, String said, String text) {
        List<When> found = WhenFinder.find(Words.of(text), POST);
        assertThat(found).hasSize(1);
        assertThat(found.get(0).iso()).isEqualTo(iso);
        assertThat(text.substring(found.get(0).start(), found.get(0).end())).isEqualTo(said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "may the force be with you", "2021/13/45", "31 Feb", "99/99/9999", "buy 12 marching bands"})
    void findsNoTimeWhereThereIsNone(String text) {
        assertThat(WhenFinder.find(Words.of(text), POST)).isEmpty();
    }

    @Test
    void neverFails() {
        Random random = new Random(5);
        for (int n = 0; n < 20_000; n++) {
            String text = RandomTexts.next(random, 80);
            for (When when : WhenFinder.find(Words.of(text), POST)) {
                assertThat(when.start()).isLessThan(when.end());
                assertThat(when.end()).isLessThanOrEqualTo(text.length());
            }
        }
    }
}
