package io.tokentape.topology.mention;

import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.Words;
import java.util.HashMap;
import java.util.Map;

/** The word lists by which a span is taken for a token or not. Read once, when first asked for. */
final class TokenWords {
    static final TokenWords SHIPPED = new TokenWords();

    private final PhraseMap<String> ordinary;
    private final PhraseMap<String> capitalNames = PhraseMap.set(TokenWords.class, "capital-names.txt");
    private final PhraseMap<String> notNames = PhraseMap.set(TokenWords.class, "not-names.txt");
    private final PhraseMap<String> stopSymbols = PhraseMap.set(TokenWords.class, "stop-symbols.txt");
    private final PhraseMap<String> stocks = PhraseMap.set(TokenWords.class, "stocks.txt");
    private final PhraseMap<String> quotes = PhraseMap.set(TokenWords.class, "quotes.txt");
    private final PhraseMap<String> noBases = PhraseMap.set(TokenWords.class, "no-base.txt");
    private final PhraseMap<String> cues = PhraseMap.set(TokenWords.class, "cues.txt");
    private final PhraseMap<String> nameCues = PhraseMap.set(TokenWords.class, "name-cues.txt");
    private final PhraseMap<String> crypto = PhraseMap.set(TokenWords.class, "crypto-words.txt");
    private final PhraseMap<String> lowerTickers = PhraseMap.set(TokenWords.class, "lower-tickers.txt");
    private final PhraseMap<String> addressCues = PhraseMap.set(TokenWords.class, "address-cues.txt");
    private final PhraseMap<String> walletWords = PhraseMap.set(TokenWords.class, "wallet-words.txt");
    private final PhraseMap<String> tokenLinks = PhraseMap.set(TokenWords.class, "token-links.txt");
    private final PhraseMap<String> chains;
    private final String[] quoteEndings;

    private TokenWords() {
        Map<String, String> words = new HashMap<>();
        PhraseMap.read(TokenWords.class, "ordinary.txt.gz", (word, rest) -> words.put(word, word));
        ordinary = PhraseMap.of(words);
        Map<String, String> hosts = new HashMap<>();
        PhraseMap.read(TokenWords.class, "link-chains.tsv", hosts::put);
        chains = PhraseMap.of(hosts);
        quoteEndings = new String[] {"USDT", "BUSD", "USDC", "TUSD", "FDUSD", "USD", "BTC", "ETH", "BNB", "PERP"};
    }

    /** A word of general language. */
    boolean isOrdinary(Words words, int word) {
        return ordinary.has(words, word);
    }

    /** The name of a token and of something else: it counts with a capital, in a text about crypto. */
    boolean isCapitalName(Words words, int word) {
        return capitalNames.has(words, word);
    }

    /** Never the name of a token when it stands alone. */
    boolean isNotName(Words words, int word) {
        return notNames.has(words, word);
    }

    boolean isStopSymbol(Words words, int word) {
        return stopSymbols.has(words, word);
    }

    boolean isStock(Words words, int word) {
        return stocks.has(words, word);
    }

    boolean isQuote(Words words, int word) {
        return quotes.has(words, word);
    }

    /** Money of a state, a metal or an index: the pairs it is in are not ours. */
    boolean isNoBase(Words words, int word) {
        return noBases.has(words, word);
    }

    boolean isNoBase(String symbol) {
        Words words = Words.of(symbol);
        return words.count() == 1 && noBases.has(words, 0);
    }

    boolean isCue(Words words, int word) {
        return cues.has(words, word);
    }

    /** A word that, right after a capitalised one, says that this is the name of a token. */
    boolean isNameCue(Words words, int word) {
        return nameCues.has(words, word);
    }

    boolean isCrypto(Words words, int word) {
        return crypto.has(words, word);
    }

    boolean isLowerTicker(Words words, int word) {
        return lowerTickers.has(words, word);
    }

    /** A word that says that an address is a token's. */
    boolean isAddressCue(Words words, int word) {
        return addressCues.has(words, word);
    }

    /** A word that says that an address is somebody's wallet. */
    boolean isWalletWord(Words words, int word) {
        return walletWords.has(words, word);
    }

    /** The chain that a part of a link stands for, or null. */
    String chain(Words words, int word) {
        return chains.get(words, word);
    }

    /** Whether a link up to a word is one to a token or its market, not to a wallet or a transaction. */
    boolean isTokenLink(Words words, int first, int word) {
        for (int i = first; i < word; i++) {
            if (tokenLinks.has(words, i)) {
                return true;
            }
        }
        return false;
    }

    /** The quote that a symbol of a pair written as one word ends in, with at least two units before it; or null. */
    String quoteEnding(String symbol) {
        for (String quote : quoteEndings) {
            if (symbol.length() >= quote.length() + 2 && symbol.endsWith(quote)) {
                return quote;
            }
        }
        return null;
    }
}
