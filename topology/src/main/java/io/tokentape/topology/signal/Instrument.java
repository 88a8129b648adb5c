package io.tokentape.topology.signal;

import io.tokentape.topology.signal.Signal.Market;
import java.util.Map;
import java.util.Set;

/**
 * What a call is about.
 *
 * @param base upper-case symbol
 * @param quote upper-case symbol; null = not stated
 * @param strong named in a form that only instruments have
 */
record Instrument(String base, String quote, Market market, boolean strong) {
    private static final Set<String> FIAT = Set.of(
            "USD", "EUR", "GBP", "JPY", "CHF", "AUD", "NZD", "CAD", "SGD", "TRY", "ZAR", "MXN", "CNH", "SEK", "NOK");
    private static final Map<String, String> METALS =
            Map.of("GOLD", "XAU", "SILVER", "XAG", "XAU", "XAU", "XAG", "XAG");
    private static final Set<String> GOODS = Set.of("WTI", "OIL", "USOIL", "UKOIL", "BRENT");
    private static final Set<String> INDEXES = Set.of(
            "NAS100", "US30", "US100", "SPX500", "US500", "GER30", "GER40", "DAX", "UK100", "JP225", "NASDAQ", "DJI");
    private static final String DELIVERY_MONTHS = "FGHJKMNQUVXZ";

    static Instrument of(String symbol, String quote, boolean strong) {
        String metal = METALS.get(symbol);
        if (metal != null) {
            boolean word = !metal.equals(symbol);
            return new Instrument(metal, quote == null && word ? "USD" : quote, Market.COMMODITY, strong);
        }
        if (GOODS.contains(symbol)) {
            return new Instrument(symbol, quote, Market.COMMODITY, strong);
        }
        if (INDEXES.contains(symbol)) {
            return new Instrument(symbol, quote, Market.STOCKS, strong);
        }
        return new Instrument(
                withoutDelivery(symbol), quote, FIAT.contains(symbol) ? Market.FOREX : Market.CRYPTO, strong);
    }

    /** Whether a word by itself names a good or an index. */
    static boolean isTraded(String symbol) {
        return METALS.containsKey(symbol) || GOODS.contains(symbol) || INDEXES.contains(symbol);
    }

    static boolean isFiat(String symbol) {
        return FIAT.contains(symbol);
    }

    Instrument quotedIn(String stated) {
        return new Instrument(base, stated, market, strong);
    }

    /** {@code XRPU19} is the September future of XRP. */
    private static String withoutDelivery(String symbol) {
        int year = symbol.length() - 2;
        boolean future = symbol.length() >= 6
                && isDigit(symbol.charAt(year))
                && isDigit(symbol.charAt(year + 1))
                && DELIVERY_MONTHS.indexOf(symbol.charAt(year - 1)) >= 0;
        return future ? symbol.substring(0, year - 1) : symbol;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
