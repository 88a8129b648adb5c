package io.tokentape.topology.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.topology.event.Event;
import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.mention.TokenRegistry;
import io.tokentape.topology.notice.Announcement;
import io.tokentape.topology.sentiment.Sentiment;
import io.tokentape.topology.signal.Signal;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.RandomTexts;
import io.tokentape.topology.value.Value;
import io.tokentape.topology.watch.CompanySpan;
import io.tokentape.topology.watch.KeywordSpan;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardPostAnalyzerTest {
    private static final Instant AT = Instant.parse("2021-05-04T12:00:00Z");
    private static final PostAnalyzer ANALYZER = new StandardPostAnalyzer(TokenRegistry.shipped());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            LISTING      | NEWS         | Big exchange lists Polkadot: new listing opens for everyone
            DELISTING    | ANNOUNCEMENT | Notice of removal: the exchange will delist three coins
            HACK         | NEWS         | Hackers drained the bridge, funds stolen in an exploit
            REGULATION   | NEWS         | The court ruled on the regulation proposed by the regulator
            PARTNERSHIP  | NEWS         | Cardano partners with a university in a new partnership
            PRICE_MOVE   | NEWS         | Ethereum price surges above resistance and gains
            AIRDROP      | TWEET        | Claim your airdrop, biggest airdrop this year
            MACRO        | NEWS         | Inflation and interest rates: the federal reserve met
            TRADE_SIGNAL | TELEGRAM     | Buy #LINK 20, targets 22, 24, stop loss 18
            PUMP_CALL    | TELEGRAM     | Our pump starts in ten minutes! get ready
            PROMO        | TELEGRAM     | Join our VIP premium channel, register with my referral bonus
            OPINION      | TWEET        | I think bitcoin will win, my opinion
            """)
    void tellsTheEvent(Event.Type type, Post.Source source, String text) {
        assertThat(analyze(source, text).event().type()).isEqualTo(type);
    }

    @Test
    void readsANotice() {
        Announcement notice = ANALYZER.analyze(new Post(
                        Post.Source.ANNOUNCEMENT,
                        "1",
                        AT,
                        null,
                        null,
                        "binance",
                        "Binance Will List Made Up Coin (MUC)",
                        "Binance will open trading for MUC/BTC and MUC/USDT trading pairs at 2021/05/06 8:00 AM (UTC).",
                        null,
                        null))
                .announcement();
        assertThat(notice.stage()).isEqualTo(Announcement.Stage.DATED);
        assertThat(notice.tokens()).containsExactly("MUC");
        assertThat(notice.venue()).isEqualTo("binance");
        assertThat(notice.whenStart()).isEqualTo("2021-05-06T08:00:00Z");
        assertThat(notice.whenText()).isEqualTo("2021/05/06 8:00 AM (UTC)");
    }

    @Test
    void theStanceOfACallIsItsSide() {
        assertThat(analyze(Post.Source.TELEGRAM, "Short #BTC 100, target 90, stop 110")
                        .sentiment()
                        .label())
                .isEqualTo(Sentiment.Label.BEARISH);
        assertThat(analyze(Post.Source.TELEGRAM, "Long #BTC 100, target 110, stop 90")
                        .sentiment()
                        .label())
                .isEqualTo(Sentiment.Label.BULLISH);
    }

    @Test
    void notesCompaniesKeywordsAndUrgency() {
        Analysis analysis = analyze(Post.Source.TWEET, "Coinbase hacked? 5 minutes left to withdraw");
        assertThat(analysis.companies()).containsExactly(new CompanySpan("coinbase", Mention.Part.TEXT, 0, 8));
        assertThat(analysis.keywords()).containsExactly(new KeywordSpan("hacked", 1, Mention.Part.TEXT, 9, 15));
        assertThat(analysis.urgency())
                .isEqualTo(new Analysis.Urgency(Mention.Part.TEXT, 17, 31, "5 minutes left", AT, AT.plusSeconds(300)));
        assertThat(analysis.relevant()).isTrue();
    }

    @Test
    void smallTalkIsNotRelevant() {
        Analysis analysis = analyze(Post.Source.TWEET, "what a lovely day");
        assertThat(analysis.relevant()).isFalse();
        assertThat(analysis.value().valuable()).isFalse();
        assertThat(analyze(Post.Source.TELEGRAM, "").relevant()).isFalse();
    }

    @Test
    void holdsItsPromisesWhateverTheText() {
        Random random = new Random(1);
        Post.Source[] sources = Post.Source.values();
        for (int n = 0; n < 30_000; n++) {
            String text = RandomTexts.next(random, 60);
            String title = n % 5 == 0 ? RandomTexts.next(random, 10) : null;
            Post post = new Post(sources[n % sources.length], "1", AT, null, 5L, null, title, text, null, null);
            check(post, ANALYZER.analyze(post));
        }
    }

    @Test
    void holdsItsPromisesOnLongAndHostileTexts() {
        Random random = new Random(2);
        String[] hostile = {
            "a".repeat(65_536),
            "1".repeat(65_536),
            "$".repeat(65_536),
            "#a".repeat(32_768),
            "0x".repeat(32_768),
            "1-".repeat(32_768),
            "target 1 ".repeat(7_000),
            "buy 1 sell 2 ".repeat(5_000),
            "BTC/".repeat(16_000),
            "http://".repeat(9_000),
            "@".repeat(65_536),
            "\uD83D\uDE80".repeat(32_768),
            "\uD83D".repeat(65_536),
            "2020/01/01 ".repeat(6_000),
            "(A) ".repeat(16_000),
            "shiba ".repeat(10_000),
            "EKpQGSJtjMFqKZ9KQanSqYXRcF8fBopzLHYxdM65zcjm ".repeat(1_400),
            "0x6982508145454Ce325dDbE47a25d4ec3d2311933 ".repeat(1_500),
            "z".repeat(44).concat(" ").repeat(1_400),
        };
        for (String text : hostile) {
            Post post = post(Post.Source.TELEGRAM, text);
            check(post, ANALYZER.analyze(post));
        }
        for (int n = 0; n < 40; n++) {
            StringBuilder text = new StringBuilder();
            while (text.length() < 65_536) {
                text.append(RandomTexts.next(random, 200));
            }
            Post post = post(Post.Source.TELEGRAM, text.toString());
            check(post, ANALYZER.analyze(post));
        }
        Post huge = post(Post.Source.TELEGRAM, "buy $BTC 1 target 2 ".repeat(150_000));
        check(huge, ANALYZER.analyze(huge));
    }

    @Test
    void saysTheSameEveryTime() {
        Random random = new Random(4);
        PostAnalyzer other = new StandardPostAnalyzer(TokenRegistry.shipped());
        for (int n = 0; n < 3_000; n++) {
            Post post = post(Post.Source.TELEGRAM, RandomTexts.next(random, 80));
            assertThat(other.analyze(post)).isEqualTo(ANALYZER.analyze(post));
        }
    }

    private static void check(Post post, Analysis analysis) {
        double sum = 0;
        for (Value.Term term : analysis.value().terms()) {
            sum += term.contribution();
        }
        assertThat(analysis.value().score()).isEqualTo(sum).isBetween(0.0, 100.0);
        for (Mention mention : analysis.mentions()) {
            String part = mention.part() == Mention.Part.TITLE ? post.title() : post.text();
            assertThat(part.substring(mention.start(), mention.end())).isEqualTo(mention.surface());
        }
        if (analysis.urgency() != null) {
            Analysis.Urgency urgency = analysis.urgency();
            String part = urgency.part() == Mention.Part.TITLE ? post.title() : post.text();
            assertThat(part.substring(urgency.start(), urgency.end())).isEqualTo(urgency.text());
            assertThat(urgency.from() == null).isEqualTo(urgency.until() == null);
        }
        Signal signal = analysis.signal();
        if (signal != null) {
            assertThat(signal.leverageLow() == null).isEqualTo(signal.leverageHigh() == null);
        }
    }

    private static Analysis analyze(Post.Source source, String text) {
        return ANALYZER.analyze(post(source, text));
    }

    private static Post post(Post.Source source, String text) {
        return new Post(source, "1", AT, null, null, null, null, text, null, null);
    }
}
