package io.tokentape.topology.sentiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.topology.sentiment.Sentiment.Label;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.RandomTexts;
import io.tokentape.topology.text.ReadPost;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LexiconSentimentScorerTest {
    private final LexiconSentimentScorer scorer = LexiconSentimentScorer.shipped();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            BULLISH | This coin is going to the moon, very bullish
            BULLISH | Price surges to a new high
            BEARISH | Total scam, it will crash hard
            BEARISH | I am bearish and selling everything, worthless
            NEUTRAL | The meeting is on Tuesday
            NEUTRAL |
            """)
    void tellsTheStance(Label label, String text) {
        assertThat(score(text == null ? "" : text).label()).isEqualTo(label);
    }

    @Test
    void negationTurnsRound() {
        assertThat(score("bullish").score()).isPositive();
        assertThat(score("not bullish").score()).isNegative();
    }

    @Test
    void boostersAndCapitalsStress() {
        assertThat(score("it is extremely bullish").score())
                .isGreaterThan(score("it is bullish").score());
        assertThat(score("it is BULLISH").score())
                .isGreaterThan(score("it is bullish").score());
    }

    @Test
    void emojiSpeakAndRepeatOnce() {
        assertThat(score("\uD83D\uDE80").score()).isPositive();
        assertThat(score("\uD83D\uDE80\uD83D\uDE80\uD83D\uDE80").score())
                .isEqualTo(score("\uD83D\uDE80").score());
        assertThat(score("\uD83D\uDCC9").score()).isNegative();
    }

    @Test
    void staysWithinItsRangeWhateverTheText() {
        Random random = new Random(9);
        for (int n = 0; n < 20_000; n++) {
            Sentiment sentiment = score(RandomTexts.next(random, 100));
            assertThat(sentiment.score()).isBetween(-1.0, 1.0);
            assertThat(sentiment.confidence()).isBetween(0.0, 1.0);
        }
    }

    private Sentiment score(String text) {
        return scorer.score(ReadPost.of(new Post(
                Post.Source.TWEET, "1", Instant.EPOCH, null, null, null, null, text, null, Post.Metrics.NONE)));
    }
}
