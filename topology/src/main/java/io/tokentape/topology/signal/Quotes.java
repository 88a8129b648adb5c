package io.tokentape.topology.signal;

import java.util.Map;
import java.util.Set;

/** What instruments are quoted in. */
final class Quotes {
    private static final Set<String> QUOTES = Set.of(
            "USDT", "USD", "USDC", "BUSD", "TUSD", "DAI", "BTC", "XBT", "ETH", "BNB", "EUR", "GBP", "JPY", "CHF", "AUD",
            "NZD", "CAD", "TRY", "KRW", "PERP", "U19", "Z19", "H20", "M20", "U20", "Z20");
    private static final String[] ENDINGS = {"USDT", "BUSD", "USDC", "USD", "BTC", "ETH", "BNB", "PERP"};
    private static final Set<String> FIAT = Set.of("EUR", "GBP", "JPY", "CHF", "AUD", "NZD", "CAD", "USD");
    private static final int FIAT_PAIR = 6;
    private static final Set<String> COINS = Set.of("USDT", "BUSD", "BTC", "ETH", "BNB");
    private static final Map<String, String> NAMES =
            Map.of("BITCOIN", "BTC", "ETHEREUM", "ETH", "TETHER", "USDT", "DOLLAR", "USD");

    private Quotes() {}

    static boolean isQuote(String symbol) {
        return QUOTES.contains(symbol);
    }

    /** Whether other coins are quoted in it. */
    static boolean isCoin(String symbol) {
        return COINS.contains(symbol);
    }

    /** The quote that goes by a name; null = none. */
    static String named(String name) {
        return NAMES.get(name);
    }

    /** The quote in which a pair written as one word ends, with at least two units before it; or null. */
    static String endingOf(String pair) {
        for (String ending : ENDINGS) {
            if (pair.length() >= ending.length() + 2 && pair.endsWith(ending)) {
                return ending;
            }
        }
        if (pair.length() == FIAT_PAIR && FIAT.contains(pair.substring(0, 3)) && FIAT.contains(pair.substring(3))) {
            return pair.substring(3);
        }
        return null;
    }
}
