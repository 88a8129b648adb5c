package io.tokentape.topology.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tokentape.topology.mention.MentionFinder;
import io.tokentape.topology.mention.TokenRegistry;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.RandomTexts;
import io.tokentape.topology.text.ReadPost;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventClassifierTest {
    private static final Instant AT = Instant.parse("2022-03-01T00:00:00Z");
    private static final EventClassifier EVENTS = EventClassifier.shipped();
    private static final MentionFinder MENTIONS = new MentionFinder(TokenRegistry.shipped());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HACK         | NEWS         | Hackers Steal $12 Million From Made Up Bridge in Flash Loan Exploit. The attacker drained the protocol's funds overnight.
            REGULATION   | NEWS         | Court Rules Against Exchange in SEC Lawsuit. The judge said that the regulator may go on with its charges.
            PRICE_MOVE   | NEWS         | Bitcoin Price Falls Below Support as Bears Take Control. BTC dropped 8% since yesterday and tests resistance at $20,000.
            ADOPTION     | NEWS         | Large Retailer Accepts Bitcoin Payments in 2,000 Stores. Customers can now pay with crypto at every checkout.
            PUMP_CALL    | TELEGRAM     | Ten minutes to go before our pump! Stay here, we reveal the coin in a moment
            PROMO        | TELEGRAM     | Join our VIP premium channel today with 50% discount, contact @someone to get membership
            OPINION      | TWEET        | I think ethereum will be huge next year, just my opinion, hold your bags
            LISTING      | ANNOUNCEMENT | Examplex Will List Made Up Coin (MUC)
            """)
    void tellsTheEvent(Event.Type type, Post.Source source, String text) {
        assertThat(classify(source, text).event().type()).isEqualTo(type);
    }

    /** Whose kind nobody would doubt, none of them learned from; a classifier that guesses gets a twentieth. */
    private static final String CLEAR = """
            ANNOUNCEMENT | LISTING      | Examplex Will List Plinko (PLK) with Seed Tag Applied
            ANNOUNCEMENT | DELISTING    | Notice of Removal of Spot Trading Pairs: Examplex Will Delist PLK and QZX
            ANNOUNCEMENT | MAINTENANCE  | Examplex Wallet Maintenance: Deposits and Withdrawals Suspended for the Plinko Network
            TELEGRAM     | LISTING      | Plinko (PLK) is now listed on Examplex! Trading of PLK/USDT opens today, deposits are open
            NEWS         | HACK         | Attacker exploits bug in Morvex smart contract and steals $25 million in ether
            NEWS         | HACK         | Exchange Vantoro confirms hot wallet was hacked, $60M in crypto stolen
            TWEET        | HACK         | Morvex bridge has just been exploited, funds are being drained, hacker moved 9,000 ETH
            NEWS         | REGULATION   | SEC sues exchange Vantoro for selling unregistered securities
            NEWS         | REGULATION   | Lawmakers pass bill to regulate stablecoins, central bank to license issuers
            NEWS         | REGULATION   | Finance ministry proposes new tax rules on cryptocurrency gains
            NEWS         | PRICE_MOVE   | Bitcoin price jumps 9% to three-month high as bulls take over
            NEWS         | PRICE_MOVE   | Ether slides 12% as crypto market sell-off deepens
            NEWS         | PRICE_MOVE   | Price analysis: BTC, ETH and XRP test key support levels after drop
            TWEET        | PRICE_MOVE   | $ETH up 14% in the last 24 hours, now trading at $2,310 📈
            NEWS         | ADOPTION     | Coffee chain to accept bitcoin payments in all its shops
            NEWS         | ADOPTION     | Pension fund adds bitcoin to its balance sheet, buys $200 million worth
            NEWS         | PARTNERSHIP  | Orvel Chain partners with payments giant Pello to bring blockchain to merchants
            TWEET        | PARTNERSHIP  | We are thrilled to announce our partnership with @pello! Together we integrate Orvel into their wallet 🤝
            NEWS         | UPGRADE      | Ethereum developers activate hard fork on mainnet after successful testnet upgrade
            TWEET        | UPGRADE      | Orvel mainnet v2.0 upgrade is live! Node operators please update to the new release
            TWEET        | AIRDROP      | 🎁 PLK airdrop is live! Claim your free tokens now, eligible wallets can check on the claim page
            TELEGRAM     | AIRDROP      | Airdrop: get 50 PLK tokens free. Join the group, follow on Twitter and submit your wallet address
            TELEGRAM     | PUMP_CALL    | 5 minutes left! Then we reveal the coin. Buy fast and hold, big pump 🚀
            TELEGRAM     | PUMP_CALL    | Pump tomorrow at 18:00 GMT on Examplex. Be ready with BTC in your account, we reveal the coin right here
            TELEGRAM     | PROMO        | Join our VIP channel, 90% accurate signals, 30% off only today, message @admin to subscribe
            TELEGRAM     | PROMO        | Premium membership lifetime offer: 0.02 BTC. Contact @admin for payment
            TELEGRAM     | TRADE_SIGNAL | BUY #PLK/BTC at 0.00001200 - 0.00001250. Targets: 0.00001350, 0.00001500. Stop loss: 0.00001100
            TELEGRAM     | TRADE_SIGNAL | LONG ETH/USDT 10x entry 1850 - 1870, TP1 1900 TP2 1950 TP3 2000, SL 1800
            TWEET        | OPINION      | imo $ADA is overrated, I don't believe in it but you do you
            TWEET        | OPINION      | I still think bitcoin is the best money we ever had, just my view
            """;

    @Test
    void getsTheClearOnesRight() {
        List<String> misread = new ArrayList<>();
        String[] lines = CLEAR.split("\n");
        for (String line : lines) {
            String[] columns = line.split(" *[|] *", 3);
            Event said = classify(Post.Source.valueOf(columns[0]), columns[2]).event();
            if (said.type() != Event.Type.valueOf(columns[1])) {
                misread.add(said + " for " + line);
            }
        }

        assertThat(misread).hasSizeLessThanOrEqualTo(lines.length / 10);
    }

    @Test
    void oddsSumToOneAndTheChoiceIsTheLikeliest() {
        Random random = new Random(11);
        Post.Source[] sources = Post.Source.values();
        for (int n = 0; n < 2_000; n++) {
            EventOdds odds = classify(sources[n % sources.length], RandomTexts.next(random, 60));
            double[] all = odds.odds();
            assertThat(Arrays.stream(all).sum()).isEqualTo(1, within(1e-9));
            assertThat(Arrays.stream(all).min().getAsDouble()).isNotNegative();
            assertThat(odds.of(odds.event().type()))
                    .isEqualTo(Arrays.stream(all).max().getAsDouble());
            assertThat(odds.event().confidence()).isEqualTo(odds.of(odds.event().type()), within(1e-3));
        }
    }

    @Test
    void saysTheSameOfTheSamePost() {
        Random random = new Random(12);
        for (int n = 0; n < 200; n++) {
            String text = RandomTexts.next(random, 60);
            EventOdds first = classify(Post.Source.TWEET, text);
            EventOdds second = classify(Post.Source.TWEET, text);
            assertThat(second.event()).isEqualTo(first.event());
            assertThat(second.odds()).isEqualTo(first.odds());
        }
    }

    @Test
    void keepsKindsOfNoticesToNotices() {
        Random random = new Random(13);
        for (int n = 0; n < 500; n++) {
            EventOdds odds =
                    classify(Post.Source.TELEGRAM, "margin trading maintenance " + RandomTexts.next(random, 60));
            assertThat(odds.of(Event.Type.PRODUCT)).isZero();
            assertThat(odds.of(Event.Type.MAINTENANCE)).isZero();
        }
    }

    @Test
    void oddsOfAChoiceLeaveTheRestToOther() {
        EventOdds odds = EventOdds.of(new Event(Event.Type.LISTING, 0.95));
        assertThat(odds.of(Event.Type.LISTING)).isEqualTo(0.95);
        assertThat(odds.of(Event.Type.OTHER)).isEqualTo(0.05, within(1e-12));
        assertThat(EventOdds.of(new Event(Event.Type.OTHER, 0.5)).of(Event.Type.OTHER))
                .isEqualTo(1);
        assertThatThrownBy(() -> new EventOdds(new Event(Event.Type.OTHER, 1), new double[3]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static EventOdds classify(Post.Source source, String text) {
        ReadPost post = ReadPost.of(new Post(source, "1", AT, null, null, null, null, text, null, null));
        return EVENTS.classify(post, MENTIONS.find(source, null, post.text(), AT.toEpochMilli()), null);
    }
}
