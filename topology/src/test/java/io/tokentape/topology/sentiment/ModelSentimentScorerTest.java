package io.tokentape.topology.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokentape.topology.text.LinearModel;
import io.tokentape.topology.text.LinearTrainer;
import io.tokentape.topology.text.LinearTrainer.Example;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.RandomTexts;
import io.tokentape.topology.text.ReadPost;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelSentimentScorerTest {
    private final ModelSentimentScorer scorer = ModelSentimentScorer.shipped();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NEWS     | Blue Harbor exchange wins approval to offer bitcoin trading               | BULLISH
            NEWS     | Lender files for bankruptcy after hackers steal 90 million in tokens      | BEARISH
            NEWS     | Conference on digital assets takes place in Lisbon next week              | NEUTRAL
            TWEET    | $BTC breaking out, this is going much higher, very bullish here           | BULLISH
            TWEET    | $ETH is dead, I sold everything and went short, lower from here           | BEARISH
            TWEET    | good morning everyone, have a nice weekend                                | NEUTRAL
            TWEET    | $QZX - Quarzex beats on revenue and raises its outlook                    | BULLISH
            TWEET    | $QZX - Quarzex misses estimates, cuts guidance, shares tumble             | BEARISH
            TELEGRAM | Next announcement in 30 minutes, stay online                              | NEUTRAL
            """)
    void saysWhichStanceAPostTakes(Post.Source source, String text, Sentiment.Label label) {
        assertThat(score(source, text).label()).isEqualTo(label);
    }

    @Test
    void scoresAnythingWithinBoundsAndAlwaysAlike() {
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            String text = RandomTexts.next(random, 80);
            Post.Source source = Post.Source.values()[i % Post.Source.values().length];
            Sentiment said = score(source, text);
            assertThat(said).isEqualTo(score(source, text));
            assertThat(said.confidence()).isGreaterThan(0.15);
        }
    }

    @Test
    void refusesAModelOfSomethingElse() {
        List<Example> examples =
                List.of(Example.choice(post(Post.Source.TWEET, "up").features(), new double[0], 0, 2));
        LinearModel other = new LinearTrainer(1, 1).train(examples, List.of("up", "down"), List.of(), Map.of());

        assertThatThrownBy(() -> new ModelSentimentScorer(other)).hasMessageContaining("not a sentiment model");
    }

    private Sentiment score(Post.Source source, String text) {
        return scorer.score(post(source, text));
    }

    private static ReadPost post(Post.Source source, String text) {
        return ReadPost.of(new Post(source, "1", Instant.EPOCH, null, null, null, null, text, null, Post.Metrics.NONE));
    }
}
