package io.tokentape.topology.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tokentape.topology.mention.MentionFinder;
import io.tokentape.topology.mention.TokenRegistry;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.RandomTexts;
import io.tokentape.topology.text.Words;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read of calls and updates in each form and language. */
class SignalGrammarTest {
    private static final MentionFinder MENTIONS = new MentionFinder(TokenRegistry.shipped());
    private static final String MARKS = " .,-/%xk#$@:)(\n\u2705";
    private static final SignalParser PARSER = SignalParser.shipped();

    static Stream<Arguments> texts() {
        return Stream.of(
                arguments("""
                        #ABC/USDT LONG
                        Entry: 1.20 - 1.25
                        Targets: 1.30 - 1.40 - 1.60
                        Stop loss: 1.10
                        Leverage: Cross 20x""", "crypto ABC/USDT long at 1.2 1.25 to 1.3 1.4 1.6 stop 1.1 x20-20"),
                arguments(
                        """
                        Coin ABCD
                        BUY 0.00001200-0.00001250
                        SELL 1300-1400-1500
                        SL 1100""",
                        "crypto ABCD/null long at 0.000012 0.0000125 to 1300 1400 1500 stop 1100 [abbreviated:1300=0.000013, abbreviated:1400=0.000014, abbreviated:1500=0.000015, abbreviated:1100=0.000011]"),
                arguments("""
                        Buy #ABC 340-350 sat
                        T1 360
                        T2 400
                        T3 500
                        Stop 300 sat
                        Exchange: Kucoin""", "crypto ABC/null long at 340 350 to 360 400 500 stop 300 on kucoin"),
                arguments("""
                        Buy $ABC at 1.2k, target 1.5k, sl 1.1k""", "crypto ABC/null long at 1200 to 1500 stop 1100"),
                arguments("""
                        SHORT #ABCUSDT @ 20.5 lev 5-10x tp 20, 19.5, 18 sl 21""", "crypto ABC/USDT short at 20.5 to 20 19.5 18 stop 21 x5-10"),
                arguments("""
                        #ABC buy now at 0.52 target 2x 5x""", "crypto ABC/null long at 0.52 to 2x 5x stop"),
                arguments("""
                        #ABC accumulate 100-110
                        Targets: 10% | 25% | 50%
                        Stoploss: 7%""", "crypto ABC/null long at 100 110 to 10% 25% 50% stop 7%"),
                arguments("""
                        Buy ABC/BTC 0,00012 - 0,00013 Target 0,00015 Stop 0,00011""", "crypto ABC/BTC long at 0.00012 0.00013 to 0.00015 stop 0.00011"),
                arguments(
                        """
                        BUY #ABC 0.000105
                        SELL 13-15-19""",
                        "crypto ABC/null long at 0.000105 to 13 15 19 stop [abbreviated:13=0.000113, abbreviated:15=0.000115, abbreviated:19=0.000119]"),
                arguments(
                        """
                        #ABC/BTC
                        BUY : 0.00000031 - 33
                        SELL : 36 - 38 - 44""",
                        "crypto ABC/BTC long at 0.00000031 33 to 36 38 44 stop [abbreviated:33=0.00000033, abbreviated:36=0.00000036, abbreviated:38=0.00000038, abbreviated:44=0.00000044]"),
                arguments("""
                        #ABC
                        Entry 1: 871 to 884 (15%)
                        Entry 2: 842 to 853 (35%)
                        Targets: 913, 968
                        Stoploss: 796""", "crypto ABC/null long at 871 884 842 853 to 913 968 stop 796"),
                arguments("""
                        LONG ETHUSDT entry 1800-1820 tp1 1850 tp2 1900 tp3 1950 stop 1750 isolated x10""", "crypto ETH/USDT long at 1800 1820 to 1850 1900 1950 stop 1750 x10-10"),
                arguments("""
                        📌 #ABC/USDT
                        🔹Buy: 1️⃣ 10.5 2️⃣ 10.1
                        🎯 1️⃣ 11 2️⃣ 12 3️⃣ 13
                        ❌ Stop: 9.5""", "crypto ABC/USDT long at 10.5 10.1 to 11 12 13 stop 9.5"),
                arguments("""
                        #ABC/USDT ЛОНГ
                        Вход: 10 - 11
                        Цели: 12, 13
                        Стоп: 9
                        Плечо: 10х""", "crypto ABC/USDT long at 10 11 to 12 13 stop 9 x10-10"),
                arguments("""
                        #ABC покупка 0,52-0,54 продажа 0,60 0,65 стоп 0,48""", "crypto ABC/null long at 0.52 0.54 to 0.6 0.65 stop 0.48"),
                arguments("""
                        #ABC/USDT long
                        Giriş: 10 - 10.5
                        Hedef: 11 - 12 - 13
                        Zarar kes: 9.5
                        Kaldıraç: 5x""", "crypto ABC/USDT long at 10 10.5 to 11 12 13 stop 9.5 x5-5"),
                arguments("""
                        #ABC/USDT
                        Compra: 10 - 10.5
                        Objetivos: 11 - 12
                        Stop: 9
                        Apalancamiento: 5x""", "crypto ABC/USDT long at 10 10.5 to 11 12 stop 9 x5-5"),
                arguments("""
                        #ABC/USDT
                        Acquisto: 10 - 10,5
                        Obiettivi: 11 - 12
                        Stop loss: 9
                        Leva: 5x""", "crypto ABC/USDT long at 10 10.5 to 11 12 stop 9 x5-5"),
                arguments("""
                        #ABC/USDT
                        Entrada: 10 - 10.5
                        Alvos: 11 - 12
                        Stop: 9
                        Alavancagem: 5x""", "crypto ABC/USDT long at 10 10.5 to 11 12 stop 9 x5-5"),
                arguments("""
                        #ABC 매수 2500 - 2600 사토시
                        매도 2850 - 3000 - 3300
                        손절 2050""", "crypto ABC/null long at 2500 2600 to 2850 3000 3300 stop 2050"),
                arguments("""
                        #ABC 롱
                        진입가: 10 - 11
                        목표가: 12 - 13
                        손절가: 9
                        레버리지 10배""", "crypto ABC/null long at 10 11 to 12 13 stop 9 x10-10"),
                arguments("""
                        NZDCHF sell from 0.5318
                        SL 0.5377
                        TP 0.5291, 0.5264""", "forex NZD/CHF short at 0.5318 to 0.5291 0.5264 stop 0.5377"),
                arguments("""
                        sell gold near 2417.50
                        Sl:2431.00
                        Tp1:2409.50
                        Tp2:2398.00""", "commodity XAU/USD short at 2417.5 to 2409.5 2398 stop 2431"),
                arguments("""
                        Buy US30 34200 TP 34500 SL 34000""", "stocks US30/null long at 34200 to 34500 stop 34000"),
                arguments("""
                        The coin to pump is: ABCD
                        Exchange: YoBit
                        Target: +300%""", "crypto ABCD/null long at to 300% stop on yobit"),
                arguments("""
                        #ABC 623-641
                        Selling targets: 688|733|791""", "crypto ABC/null long at 623 641 to 688 733 791 stop"),
                arguments(
                        """
                        Short #ABC 100
                        Target 110
                        Stop 90""",
                        "crypto ABC/null short at 100 to 110 stop 90 [target_not_below_entry, stop_not_above_entry]"),
                arguments("""
                        Buy #ABC 10 target 12 stop 9

                        Buy #XYZ 100 target 120 stop 90""", "crypto ABC/null long at 10 to 12 stop 9"),
                arguments("""
                        ABC/USDT 10x
                        0.31 now
                        0.25 stop
                        target 1   0.35
                        target 2    0.37""", "crypto ABC/USDT long at 0.31 to 0.35 0.37 stop 0.25 x10-10"),
                arguments("""
                        Bybit
                        #ABC/USDT reached take-profit target 2 ✅
                        Gain: 37.4% 📈""", "update ABC target_hit target 2 profit 37.4"),
                arguments("""
                        #ABC stop loss hit, -12% loss""", "update ABC stopped target null profit -12.0"),
                arguments("""
                        $ABC closed at +25% profit""", "update ABC closed target null profit 25.0"),
                arguments("""
                        #ABC signal cancelled, do not enter""", "update ABC cancelled target null profit null"),
                arguments("""
                        #ABC move stop loss to entry""", "update ABC moved target null profit null"),
                arguments("""
                        #ABC 18% profit so far with 5x""", "update ABC running target null profit 18.0"),
                arguments("""
                        #ABC first target done, second soon""", "update ABC target_hit target 1 profit null"),
                arguments("""
                        #ABC все цели достигнуты, прибыль 30%""", "update ABC target_hit target null profit 30.0"),
                arguments("""
                        #ABC hedef 2 geldi %15 kar""", "update ABC target_hit target 2 profit 15.0"),
                arguments("""
                        Is the winter over, or will this market keep sinking?""", "none"),
                arguments("""
                        How to set a stop loss: open the order form, choose stop limit""", "none"),
                arguments("""
                        #ABC/USDT
                        🎯 11.5
                        🎯 12.5
                        🛑 9
                        Buy 10.5""", "crypto ABC/USDT long at 10.5 to 11.5 12.5 stop 9"),
                arguments("""
                        Buy Zephyr 83 - 89
                        Sell
                        TP1 97
                        TP2 104
                        STOP Loss 76""", "crypto ZEPHYR/null long at 83 89 to 97 104 stop 76"),
                arguments("""
                        Futures call
                        XYZU20 SHORT
                        Entry 3184
                        Target 3072""", "crypto XYZ/null short at 3184 to 3072 stop"),
                arguments("""
                        #ABC
                        BUY : 3310 - 3390
                        SELL : TARGET 1 : 3645
                               TARGET 2 : 3980
                        Stop loss : NONE""", "crypto ABC/null long at 3310 3390 to 3645 3980 stop"),
                arguments("""
                        Buy #ABC as close to support 100 as possible
                        Targets 110 120
                        Stop 5-10% below entry""", "crypto ABC/null long at 100 to 110 120 stop 5% 10%"),
                arguments("""
                        #ABC, current price of 745 sats
                        Targeting 812, 864, 930""", "crypto ABC/null long at 745 to 812 864 930 stop"),
                arguments("""
                        Buy #ABC 100-105
                        Target 110 in 7 - 14 days
                        Use 2% of your funds""", "crypto ABC/null long at 100 105 to 110 stop"),
                arguments("""
                        SHORT - MID TERM
                        Buy #ABC 100 target 120""", "crypto ABC/null long at 100 to 120 stop"),
                arguments("""
                        BTC-ABC
                        BUY: 0.0005
                        SELL: 0.0006""", "crypto ABC/BTC long at 0.0005 to 0.0006 stop"),
                arguments("""
                        Exchange: Binance
                        Buy #ABC/BTC 1,250 target 1,300 1,400 stop 1,100""", "crypto ABC/BTC long at 1250 to 1300 1400 stop 1100 on binance"),
                arguments("""
                        Long $ABC 5% of portfolio, entry 10, target 12""", "crypto ABC/null long at 10 to 12 stop"),
                arguments("""
                        NEW SIGNAL #ABC LONG 10x
                        Entry 20.1
                        TP 1) 21 2) 22 3) 23
                        SL 19""", "crypto ABC/null long at 20.1 to 21 22 23 stop 19 x10-10"),
                arguments("""
                        #ABC TP1 ✅ TP2 ✅ TP3""", "update ABC target_hit target 2 profit null"),
                arguments("""
                        #ABC reached 120, 20% profit""", "update ABC running target null profit 20.0"),
                arguments("""
                        Стоп сработал по #ABC""", "update ABC stopped target null profit null"),
                arguments("""
                        #ABC objetivo 1 alcanzado, ganancia 8%""", "update ABC target_hit target 1 profit 8.0"),
                arguments("""
                        #ABC primo obiettivo raggiunto""", "update ABC target_hit target 1 profit null"),
                arguments("""
                        #ABC alvo 2 atingido""", "update ABC target_hit target 2 profit null"),
                arguments("""
                        #ABC 목표가 도달 수익 20%""", "update ABC target_hit target null profit 20.0"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void reads(String text, String expected) {
        assertThat(told(parse(text))).isEqualTo(expected);
    }

    /** Whatever is done to calls, nothing fails, bounds hold and every level stands in the text. */
    @Test
    void everyLevelStandsInTheText() {
        List<String> texts = texts().map(row -> (String) row.get()[0]).toList();
        Random random = new Random(17);
        for (int n = 0; n < 20_000; n++) {
            String text = mutated(texts, random);
            Signal signal = parse(text);
            if (signal == null) {
                continue;
            }
            Set<String> written = numbers(text);
            for (List<Signal.Level> levels : List.of(signal.entries(), signal.targets(), signal.stops())) {
                assertThat(levels).hasSizeLessThanOrEqualTo(2 * CallReading.MOST_LEVELS);
                assertThat(levels)
                        .allSatisfy(level -> assertThat(level.value())
                                .isPositive()
                                .isFinite()
                                .matches(value -> written.contains(plain(value)), "in " + text));
            }
            assertThat(signal.kind() == Signal.Kind.UPDATE).isEqualTo(signal.news() != null);
            assertThat(signal.kind() == Signal.Kind.UPDATE || signal.base() != null)
                    .isTrue();
        }
    }

    private static String mutated(List<String> texts, Random random) {
        StringBuilder text = new StringBuilder(texts.get(random.nextInt(texts.size())));
        int changes = random.nextInt(8);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(5)) {
                case 0 -> text.insert(at, RandomTexts.next(random, 6));
                case 1 -> text.insert(at, texts.get(random.nextInt(texts.size())));
                case 2 -> text.delete(Math.max(0, at - random.nextInt(6)), at);
                case 3 -> text.insert(at, MARKS.charAt(random.nextInt(MARKS.length())));
                default -> text.insert(at, random.nextInt(100));
            }
        }
        return text.toString();
    }

    /** Every value that a run of digits of the text may stand for, with or without what is about it. */
    private static Set<String> numbers(String text) {
        Set<String> numbers = new HashSet<>();
        Words words = Words.of(text);
        StringBuilder folded = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            folded.append(words.at(i));
        }
        int length = folded.length();
        for (int start = 0; start < length; start++) {
            char c = folded.charAt(start);
            boolean begins = Character.isDigit(c) || c == '.';
            for (int end = start + 1; begins && end <= Math.min(length, start + 24); end++) {
                char last = folded.charAt(end - 1);
                if ("0123456789.,'".indexOf(last) < 0) {
                    break;
                }
                String run = folded.substring(start, end);
                add(numbers, run.replace(",", "").replace("'", ""));
                add(numbers, run.replace(",", "."));
            }
        }
        return numbers;
    }

    private static void add(Set<String> numbers, String number) {
        if (number.matches("[0-9]*\\.?[0-9]+")) {
            double value = Double.parseDouble(number);
            numbers.add(plain(value));
            numbers.add(plain(value * 1000));
        }
    }

    private static Signal parse(String text) {
        Words words = Words.of(text);
        return PARSER.parse(
                Post.Source.TELEGRAM, words, MENTIONS.find(Post.Source.TELEGRAM, null, words, 1_700_000_000_000L));
    }

    private static String told(Signal signal) {
        if (signal == null) {
            return "none";
        }
        if (signal.news() != null) {
            CallNews news = signal.news();
            return "update %s %s target %s profit %s"
                    .formatted(
                            signal.base(),
                            news.what().name().toLowerCase(Locale.ROOT),
                            news.target(),
                            news.profitPercent());
        }
        List<String> parts = new ArrayList<>();
        parts.add(signal.market().name().toLowerCase(Locale.ROOT));
        parts.add(signal.base() + "/" + signal.quote());
        parts.add(signal.side().name().toLowerCase(Locale.ROOT));
        levels(parts, "at", signal.entries());
        levels(parts, "to", signal.targets());
        levels(parts, "stop", signal.stops());
        if (signal.leverageLow() != null) {
            parts.add("x" + plain(signal.leverageLow()) + "-" + plain(signal.leverageHigh()));
        }
        if (signal.exchange() != null) {
            parts.add("on " + signal.exchange());
        }
        if (!signal.problems().isEmpty()) {
            parts.add(signal.problems().toString());
        }
        return String.join(" ", parts);
    }

    private static void levels(List<String> parts, String role, List<Signal.Level> levels) {
        parts.add(role);
        for (Signal.Level level : levels) {
            String unit = switch (level.unit()) {
                case PRICE -> "";
                case PERCENT -> "%";
                case MULTIPLE -> "x";
            };
            parts.add(plain(level.value()) + unit);
        }
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
