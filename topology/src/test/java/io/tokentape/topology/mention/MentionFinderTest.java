package io.tokentape.topology.mention;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.topology.mention.Mention.Kind;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.RandomTexts;
import io.tokentape.topology.text.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MentionFinderTest {
    private static final long NOW = Instant.parse("2025-06-01T00:00:00Z").toEpochMilli();
    private static final TokenRegistry REGISTRY = TokenRegistry.shipped();

    private final MentionFinder finder = new MentionFinder(REGISTRY);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            cashtag | BTC      | $BTC            | Stacking $BTC every week
            cashtag | XRP      | $XRP.X          | $XRP.X is asleep
            cashtag | 1INCH    | $1INCH          | adding $1INCH here
            cashtag | QWZZY    | $QWZZY          | nobody knows $QWZZY
            cashtag | ONE      | $ONE            | loading up on $ONE
            hashtag | ETH      | #ethereum       | gas is cheap on #ethereum
            hashtag | SHIB     | #ShibaInu       | the #ShibaInu people
            pair    | BTC      | BTC/USDT        | watching BTC/USDT closely
            pair    | BTC      | BTCUSDT         | BTCUSDT to the upside
            pair    | BTC      | BTC-USD         | the BTC-USD chart
            pair    | LINK     | #LINK_USDT      | call: #LINK_USDT
            pair    | DNT      | DNTBTC          | DNTBTC looks ready
            pair    | BNB      | BNBBTC          | BNBBTC broke the line
            pair    | XZC      | #XZC  / BTC     | now #XZC  / BTC
            pair    | XRP      | xrpusdt         | xrpusdt is flat
            name    | BTC      | bitcoin         | my first bitcoin
            name    | SHIB     | Shiba Inu       | holders of Shiba Inu rejoice
            name    | AVAX     | Avalanche       | crypto funds like Avalanche today
            ticker  | ETH      | ETH             | some ETH was moved
            ticker  | LINK     | LINK            | buy LINK while crypto is cheap
            ticker  | LTC      | ltc             | some ltc and crypto
            ticker  | BTC      | btc             | it cost 0.05btc to join
            ticker  | SUSHI    | SUSHI           | SUSHI jumps 10% on the news
            ticker  | NXS      | NXS             | crypto people picked NXS again
            ticker  | QWZY     | QWZY            | crypto pump, Coin: QWZY is it
            ticker  | BTC      | BTC             | 买入BTC的时候
            pair    | BTC      | BTC-PERP        | short BTC-PERP now
            pair    | BTC      | BTCUSDT         | BTCUSDT.P breaks out
            pair    | XBT      | XBTUSD          | XBTUSD on the hour
            pair    | BNB      | BNBUSD          | BNBUSD on the hour
            pair    | BTC      | BTCEUR          | BTCEUR on the hour
            pair    | PEPE     | 1000PEPEUSDT    | long 1000PEPEUSDT here
            pair    | LINK     | LINK/BTC        | LINK/BTC bottomed
            name    | BTC      | Bitcoin         | Bitcoin's price
            name    | DOGE     | Dogecoins       | he has a million Dogecoins
            name    | ETH      | Ethereum        | an Ethereum-based game
            name    | ONE      | Harmony         | Why Harmony (ONE) rallied
            name    | NEO      | NEO             | NEO to work with a blockchain firm
            name    | BTC      | биткоин         | курс биткоина растёт
            name    | BTC      | 비트코인            | 비트코인은 하락
            name    | BTC      | 比特币             | 今天比特币上涨
            name    | ETH      | イーサリアム          | イーサリアムが上昇
            name    | BTC      | bitcoin         | https://a.example/why-bitcoin-fell-again-today
            hashtag | BTC      | #비트코인           | 오늘 #비트코인
            """)
    void finds(String kind, String symbol, String surface, String text) {
        Mention found = only(text);
        assertThat(found.kind()).isEqualTo(Kind.valueOf(kind.toUpperCase(Locale.ROOT)));
        assertThat(found.symbol()).isEqualToIgnoringCase(symbol);
        assertThat(found.surface()).isEqualTo(surface);
        assertThat(text.substring(found.start(), found.end())).isEqualTo(surface);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            It cost me $500
            He raised $1M, then $20bn
            Only US$100k left
            Shares of $TSLA and $AAPL fell
            EURUSD and XAU/USD are flat
            No one is near the gas station, and the link is dead
            There is ONE rule: TIME is MONEY
            GM to ALL of YOU
            Look at https://news.example/bitcoin-falls today
            Thanks @bitcoin and @ethereum
            tx 0xabababababababababababababababababababababababababababababababab done
            starts at 16:00 GMT
            """)
    void leavesAlone(String text) {
        assertThat(find(text)).isEmpty();
    }

    @Test
    void findsAddresses() {
        Mention known = only("CA: 0x6982508145454Ce325dDbE47a25d4ec3d2311933");
        assertThat(known.kind()).isEqualTo(Kind.ADDRESS);
        assertThat(known.token()).isEqualTo("pepe");
        assertThat(known.asset()).isEqualTo("ethereum:0x6982508145454ce325ddbe47a25d4ec3d2311933");

        Mention unknown = only("new token contract 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
        assertThat(unknown.symbol()).isNull();
        assertThat(unknown.token()).isNull();

        Mention linked = only("https://dexscreener.com/base/0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed");
        assertThat(linked.asset()).isEqualTo("base:0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed");

        Mention mint = only("ape EKpQGSJtjMFqKZ9KQanSqYXRcF8fBopzLHYxdM65zcjm");
        assertThat(mint.symbol()).isEqualTo("WIF");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            ton:EQAvlWFDxGF2lXm67y4yzC17wYKD9A0guwPkMs1gOsM__NOT | CA EQAvlWFDxGF2lXm67y4yzC17wYKD9A0guwPkMs1gOsM__NOT
            tron:TAFjULxiVgT4qWk6UZwjqwZXTSaGaqnVp4              | contract TAFjULxiVgT4qWk6UZwjqwZXTSaGaqnVp4
            bsc:0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed       | https://bscscan.com/token/0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed
            polygon:0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed   | https://dexscreener.com/polygon/0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed
            solana:9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWM  | https://solscan.io/token/9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWM
            base:0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed      | live on Base, contract 0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed
            """)
    void readsTheChainOfAnAddress(String asset, String text) {
        assertThat(only(text).asset()).isEqualTo(asset);
    }

    @Test
    void aWalletIsNoAsset() {
        assertThat(find("donate to my wallet 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed please"))
                .isEmpty();
        assertThat(find("bad sum: token contract 0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed"))
                .isEmpty();
    }

    @Test
    void saysEachAssetOnceWhereItIsFirstNamed() {
        List<Mention> found = find("Bitcoin, $BTC, #btc and BTC/USDT; later Ethereum and ETH");
        assertThat(found).extracting(Mention::symbol).containsExactly("BTC", "ETH");
        assertThat(found).extracting(Mention::surface).containsExactly("Bitcoin", "Ethereum");
    }

    @Test
    void readsTheTitleBeforeTheText() {
        List<Mention> found =
                finder.find(Post.Source.NEWS, Words.of("Solana rises"), Words.of("Solana and Cardano rose"), NOW);
        assertThat(found).extracting(Mention::symbol).containsExactly("SOL", "ADA");
        assertThat(found).extracting(Mention::part).containsExactly(Mention.Part.TITLE, Mention.Part.TEXT);
    }

    @Test
    void staysOpenWhenManyClaimASymbolAlike() {
        TokenRegistry registry = TokenRegistry.of(
                List.of(new TokenBuilder("first-zap", "ZAP").build(), new TokenBuilder("second-zap", "ZAP").build()));
        Mention found = new MentionFinder(registry)
                .find(Post.Source.TWEET, null, Words.of("in $ZAP we trust"), NOW)
                .get(0);
        assertThat(found.ambiguous()).isTrue();
        assertThat(found.symbol()).isEqualTo("ZAP");
        assertThat(found.asset()).isNull();
        assertThat(found.token()).isNull();
        assertThat(found.candidates()).hasSize(2);
        assertThat(found.candidates().stream()
                        .mapToDouble(Mention.Candidate::probability)
                        .sum())
                .isLessThanOrEqualTo(1.0);
    }

    @Test
    void anAddressInThePostDecides() {
        TokenRegistry registry = TokenRegistry.of(List.of(
                new TokenBuilder("first-zap", "ZAP").build(),
                new TokenBuilder("second-zap", "ZAP")
                        .assets("base:0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed")
                        .build()));
        List<Mention> found = new MentionFinder(registry)
                .find(Post.Source.TWEET, null, Words.of("$ZAP at 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"), NOW);
        assertThat(found).hasSize(1);
        assertThat(found.get(0).token()).isEqualTo("second-zap");
        assertThat(found.get(0).ambiguous()).isFalse();
    }

    @Test
    void aTokenIsNotMeantBeforeItIsKnown() {
        TokenRegistry registry = TokenRegistry.of(List.of(new TokenBuilder("late", "LATECOIN")
                .knownFrom(Instant.ofEpochMilli(NOW))
                .build()));
        MentionFinder own = new MentionFinder(registry);
        Words words = Words.of("#LATECOIN for crypto");
        assertThat(own.find(Post.Source.TWEET, null, words, NOW - 1)).isEmpty();
        assertThat(own.find(Post.Source.TWEET, null, words, NOW)).hasSize(1);
    }

    @Test
    void manyClaimantsOfManySymbolsAreTold() {
        List<TokenEntry> entries = new ArrayList<>();
        for (int i = 0; i < 30_000; i++) {
            entries.add(new TokenBuilder("made-" + i, "SYM" + i % 3_000)
                    .name("Made Up Thing Number " + i)
                    .rank(i + 1)
                    .build());
        }
        MentionFinder own = new MentionFinder(TokenRegistry.of(entries));
        List<Mention> found = own.find(Post.Source.TWEET, null, Words.of("$SYM2999 and Made Up Thing Number 7"), NOW);
        assertThat(found).extracting(Mention::token).containsExactly(null, "made-7");
        assertThat(found.get(0).ambiguous()).isTrue();
        assertThat(found.get(0).candidates()).hasSize(5);
        assertThat(found.get(0).candidates().get(0).asset()).isEqualTo("made-2999:native");
    }

    /** Full-width and mathematical letters, what cannot be seen, marks and emoji in front: the offsets hold. */
    @Test
    void offsetsHoldWhateverTheLettersAreMadeOf() {
        Random random = new Random(3);
        String[] plain = {"$BTC", "#ETH", "BTC/USDT", "Bitcoin", "XRP", "Dogecoin", "SOLUSDT"};
        for (int n = 0; n < 5_000; n++) {
            String word = plain[random.nextInt(plain.length)];
            String written = disguised(word, random);
            String before = "\uD83D\uDE80e\u0301 ".repeat(random.nextInt(3)) + "in\u200B ";
            String text = before + written + " now \uD83D\uDC8E";
            List<Mention> found = find(text);
            assertThat(found).as(text).hasSize(1);
            assertThat(found.get(0).start()).isEqualTo(before.length());
            assertThat(found.get(0).surface()).isEqualTo(written);
            assertThat(found.get(0).end()).isEqualTo(before.length() + written.length());
        }
    }

    private static String disguised(String word, Random random) {
        StringBuilder written = new StringBuilder();
        int way = random.nextInt(3);
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            boolean letter = c >= 'A' && c <= 'Z';
            if (way == 1 && c > ' ') {
                written.append((char) (c + 0xFEE0));
            } else if (way == 2 && letter) {
                written.appendCodePoint(0x1D400 + c - 'A');
            } else {
                written.append(c);
                if (i > 0 && i + 1 < word.length() && Character.isLetter(c) && Character.isLetter(word.charAt(i + 1))) {
                    written.append(random.nextInt(4) == 0 ? "\u200D" : "");
                }
            }
        }
        return written.toString();
    }

    @Test
    void offsetsPointIntoTheTextWhateverItHolds() {
        Random random = new Random(11);
        for (int n = 0; n < 20_000; n++) {
            String text = RandomTexts.next(random, 60);
            for (Mention mention : find(text)) {
                assertThat(text.substring(mention.start(), mention.end())).isEqualTo(mention.surface());
                assertThat(mention.probability()).isBetween(0.0, 1.0);
                assertThat(mention.symbol() != null || mention.kind() == Kind.ADDRESS)
                        .isTrue();
                if (mention.ambiguous()) {
                    assertThat(mention.asset()).isNull();
                    assertThat(mention.token()).isNull();
                }
            }
        }
    }

    @Test
    void tenThousandCashtagsAreTenThousandMentions() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            text.append("$Q").append(letters(i)).append(' ');
        }
        assertThat(find(text.toString())).hasSize(10_000);
    }

    private static String letters(int number) {
        return number == 0
                ? "A"
                : Integer.toString(number, 26)
                        .chars()
                        .mapToObj(c -> Character.toString('A' + Character.digit(c, 26)))
                        .collect(Collectors.joining("", "Z", ""));
    }

    private List<Mention> find(String text) {
        return finder.find(Post.Source.TWEET, null, Words.of(text), NOW);
    }

    private Mention only(String text) {
        List<Mention> found = find(text);
        assertThat(found).as(text).hasSize(1);
        return found.get(0);
    }
}
