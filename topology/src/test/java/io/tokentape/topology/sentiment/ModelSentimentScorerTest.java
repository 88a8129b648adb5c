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
import java.util.ArrayList;
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

    /** Whose stance nobody would doubt, none of them learned from; a scorer that guesses gets a third. */
    private static final String CLEAR = """
            NEWS     | BULLISH | Bitcoin surges past resistance to a record high as funds pour in
            NEWS     | BULLISH | Regulator approves first Ethereum fund, prices jump
            NEWS     | BULLISH | Major bank partners with Orvel Chain to settle payments, token rallies 30%
            NEWS     | BEARISH | Exchange Vantoro halts withdrawals as it faces insolvency
            NEWS     | BEARISH | Hackers drain 40 million dollars from lending protocol Morvex, token plunges
            NEWS     | BEARISH | Bitcoin crashes below support as investors flee, analysts warn of further losses
            NEWS     | BEARISH | Founder of Plinko Coin arrested for fraud, investors lose savings
            NEWS     | NEUTRAL | What is a hardware wallet? A short guide for beginners
            NEWS     | NEUTRAL | Developers publish agenda for next month's meeting in Prague
            TWEET    | BULLISH | $SOL looks so strong, loading more on every dip 🚀🚀
            TWEET    | BULLISH | Not selling a single sat. $BTC to 100k, you are not bullish enough
            TWEET    | BULLISH | LFG $ETH breakout confirmed, we're going to the moon 🚀🌕
            TWEET    | BULLISH | I was wrong to doubt $LINK, this is one of the best projects and it is undervalued
            TWEET    | BULLISH | $AVAX bulls in full control, higher highs and higher lows, next leg up soon 📈
            TWEET    | BEARISH | $DOGE is getting rekt, this is going to zero 📉
            TWEET    | BEARISH | Don't buy $LUNA, it is a scam and you will lose everything
            TWEET    | BEARISH | $BTC not looking good at all, lost support, expecting much lower
            TWEET    | BEARISH | Sold all my $ADA, dead project, dump incoming 🩸
            TWEET    | BEARISH | bear market is not over, $ETH will crash below 1000, stay short
            TWEET    | NEUTRAL | Which wallet do you all use for $ETH? Asking for a friend
            TWEET    | NEUTRAL | happy birthday to my little sister, cake is ready
            TWEET    | NEUTRAL | Reading the white paper on rollups again over coffee this morning
            TWEET    | BULLISH | $QZX - Quarzex upgraded to buy at Hill Bank, price target raised
            TWEET    | BEARISH | $QZX - Quarzex downgraded to sell after weak sales, shares drop 12%
            TWEET    | NEUTRAL | $QZX - Quarzex to hold its annual meeting on June 3
            TELEGRAM | BULLISH | BTC is breaking out! Strong bullish momentum, expecting a big move up, buy and hold
            TELEGRAM | BEARISH | BTC broke the trend line, very bearish, expect a dump, close your longs
            TELEGRAM | NEUTRAL | Rules of this group: no spam, no links, be kind to one another
            TELEGRAM | NEUTRAL | The admin will be away tomorrow, questions are answered on Monday
            TELEGRAM | NEUTRAL | How do I reset my password? Please write to support
            """;

    @Test
    void getsTheClearOnesRight() {
        List<String> misread = new ArrayList<>();
        String[] lines = CLEAR.split("\n");
        for (String line : lines) {
            String[] columns = line.split(" *[|] *", 3);
            Sentiment said = score(Post.Source.valueOf(columns[0]), columns[2]);
            if (said.label() != Sentiment.Label.valueOf(columns[1])) {
                misread.add(said + " for " + line);
            }
        }

        assertThat(misread).hasSizeLessThanOrEqualTo(lines.length / 10);
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
