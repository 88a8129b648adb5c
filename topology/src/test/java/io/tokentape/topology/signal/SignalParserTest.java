package io.tokentape.topology.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.topology.mention.MentionFinder;
import io.tokentape.topology.mention.TokenRegistry;
import io.tokentape.topology.signal.Signal.Kind;
import io.tokentape.topology.signal.Signal.Level;
import io.tokentape.topology.signal.Signal.Market;
import io.tokentape.topology.signal.Signal.Side;
import io.tokentape.topology.signal.Signal.Unit;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.RandomTexts;
import io.tokentape.topology.text.Words;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalParserTest {
    private static final MentionFinder MENTIONS = new MentionFinder(TokenRegistry.shipped());

    private final SignalParser parser = SignalParser.shipped();

    @Test
    void readsACallInLines() {
        Signal signal = parse("""
                #ABC/BTC on Binance
                Buy: 0.00002170 - 0.00002230
                Target 1: 0.00002360
                Target 2: 0.00002510
                Target 3: 0.00002690 (+22%)
                Stop loss: 0.00002010""");
        assertThat(signal.kind()).isEqualTo(Kind.SIGNAL);
        assertThat(signal.market()).isEqualTo(Market.CRYPTO);
        assertThat(signal.base()).isEqualTo("ABC");
        assertThat(signal.quote()).isEqualTo("BTC");
        assertThat(signal.side()).isEqualTo(Side.LONG);
        assertThat(signal.entries()).isEqualTo(prices(0.0000217, 0.0000223));
        assertThat(signal.targets()).isEqualTo(prices(0.0000236, 0.0000251, 0.0000269));
        assertThat(signal.stops()).isEqualTo(prices(0.0000201));
        assertThat(signal.exchange()).isEqualTo("binance");
        assertThat(signal.leverageLow()).isNull();
        assertThat(signal.problems()).isEmpty();
    }

    @Test
    void readsACallOnOneLine() {
        Signal signal = parse("LONG ETHUSDT entry 1800-1820 tp 1850, 1900, 1950 sl 1750 leverage 5x-10x");
        assertThat(signal.base()).isEqualTo("ETH");
        assertThat(signal.side()).isEqualTo(Side.LONG);
        assertThat(signal.entries()).isEqualTo(prices(1800, 1820));
        assertThat(signal.targets()).isEqualTo(prices(1850, 1900, 1950));
        assertThat(signal.stops()).isEqualTo(prices(1750));
        assertThat(signal.leverageLow()).isEqualTo(5);
        assertThat(signal.leverageHigh()).isEqualTo(10);
    }

    @Test
    void readsAShortAndItsLeverage() {
        Signal signal = parse("#BTC SHORT 6270-6240\nTARGET: -6180-6110\nLEV 20X\nSTOP LOSS: - 6355");
        assertThat(signal.side()).isEqualTo(Side.SHORT);
        assertThat(signal.entries()).isEqualTo(prices(6270, 6240));
        assertThat(signal.targets()).isEqualTo(prices(6180, 6110));
        assertThat(signal.stops()).isEqualTo(prices(6355));
        assertThat(signal.leverageHigh()).isEqualTo(20);
    }

    @Test
    void readsForeignExchangeApart() {
        Signal signal = parse("NZDCHF sell from 0.5318\nSL 0.5377\nTP 0.5291, 0.5264");
        assertThat(signal.market()).isEqualTo(Market.FOREX);
        assertThat(signal.base()).isEqualTo("NZD");
        assertThat(signal.quote()).isEqualTo("CHF");
        assertThat(signal.side()).isEqualTo(Side.SHORT);
        assertThat(signal.entries()).isEqualTo(prices(0.5318));
        assertThat(signal.targets()).isEqualTo(prices(0.5291, 0.5264));
    }

    @Test
    void readsPercentagesAndThousands() {
        assertThat(parse("Buy #ABC at 1.2k\nTargets 10%-20%-50%\nStoploss 5%").targets())
                .isEqualTo(List.of(percent(10), percent(20), percent(50)));
        assertThat(parse("Buy #ABC at 1.2k\nTargets 10%-20%").entries()).isEqualTo(prices(1200));
        assertThat(parse("Buy #ABC 67\nSell target: 5-10% gain").targets()).isEqualTo(List.of(percent(5), percent(10)));
    }

    @Test
    void aSaleThatListsTargetsIsALongCall() {
        Signal signal = parse("Coin: ABCD\nBUY : 100 - 110\nSELL : 120 - 130 - 140");
        assertThat(signal.base()).isEqualTo("ABCD");
        assertThat(signal.side()).isEqualTo(Side.LONG);
        assertThat(signal.targets()).isEqualTo(prices(120, 130, 140));
    }

    @Test
    void readsOtherLanguages() {
        Signal signal = parse("#ABC/USDT\nВход: 10 - 11\nЦели: 12, 13\nСтоп: 9");
        assertThat(signal.entries()).isEqualTo(prices(10, 11));
        assertThat(signal.targets()).isEqualTo(prices(12, 13));
        assertThat(signal.stops()).isEqualTo(prices(9));
    }

    @Test
    void readsKeycapsAndBulletsAsNumbersOfTheItem() {
        Signal signal = parse("Buy #ABC 50\nSell target:\n1\uFE0F\u20E3 60\n2\uFE0F\u20E3 70\n3) 80");
        assertThat(signal.targets()).isEqualTo(prices(60, 70, 80));
    }

    @Test
    void saysWhatDoesNotFit() {
        assertThat(parse("Buy #ABC 100\nTarget 90\nStop 110").problems())
                .containsExactly("target_not_above_entry", "stop_not_below_entry");
        assertThat(parse("Short #ABC 100\nTarget 110\nStop 90").problems())
                .containsExactly("target_not_below_entry", "stop_not_above_entry");
    }

    @Test
    void aRevealedPumpIsACall() {
        Signal signal = parse("The coin to pump is: ABCD\nExchange: YoBit\nTarget: +300%");
        assertThat(signal.kind()).isEqualTo(Kind.SIGNAL);
        assertThat(signal.base()).isEqualTo("ABCD");
        assertThat(signal.exchange()).isEqualTo("yobit");
        assertThat(signal.targets()).isEqualTo(List.of(percent(300)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#ABC target 1 hit, 12% profit",
                "ABC/BTC\nTargets: 810 ✅ 821 ✅ 880",
                "$ABC stop loss hit, closed the long",
            })
    void newsOfACallIsAnUpdate(String text) {
        Signal signal = parse(text);
        assertThat(signal.kind()).isEqualTo(Kind.UPDATE);
        assertThat(signal.base()).isEqualTo("ABC");
        assertThat(signal.targets()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Good morning everyone, have a great day",
                "Bitcoin fell 5% on Monday after the news",
                "Join our VIP channel today",
                "The meeting starts at 16:00 on 12/10/2020",
            })
    void otherTextsAreNoCalls(String text) {
        assertThat(parse(text)).isNull();
    }

    @Test
    void neverFailsAndKeepsItsBounds() {
        Random random = new Random(3);
        for (int n = 0; n < 20_000; n++) {
            Signal signal = parse(RandomTexts.next(random, 80));
            if (signal != null && signal.kind() == Kind.SIGNAL) {
                assertThat(signal.base()).isNotEmpty();
                assertThat(signal.entries()).hasSizeLessThanOrEqualTo(80);
                assertThat(signal.entries()).allMatch(level -> level.value() > 0 && Double.isFinite(level.value()));
                assertThat(signal.targets()).allMatch(level -> level.value() > 0 && Double.isFinite(level.value()));
            }
        }
    }

    private Signal parse(String text) {
        Words words = Words.of(text);
        return parser.parse(
                Post.Source.TELEGRAM, words, MENTIONS.find(Post.Source.TELEGRAM, null, words, 1_700_000_000_000L));
    }

    private static List<Level> prices(double... values) {
        return Arrays.stream(values)
                .mapToObj(value -> new Level(value, Unit.PRICE))
                .toList();
    }

    private static Level percent(double value) {
        return new Level(value, Unit.PERCENT);
    }
}
