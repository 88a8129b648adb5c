package io.tokentape.topology.mention;

import io.tokentape.topology.text.Characters;
import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.Words;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The word lists by which a span is taken for a token or not, merged into one table of marks, so that a word is looked
 * up once. Read once, when first asked for.
 */
final class TokenWords {
    /** A word of general language. */
    static final int ORDINARY = 1;

    /** The name of a token and of something else: it counts with a capital, in a text about crypto. */
    static final int CAPITAL_NAME = 1 << 1;

    /** Never the name of a token when it stands alone. */
    static final int NOT_NAME = 1 << 2;

    /** Capitals that are no ticker when they stand alone. */
    static final int STOP_SYMBOL = 1 << 3;

    /** A cashtag of a share, index or currency. */
    static final int STOCK = 1 << 4;

    static final int QUOTE = 1 << 5;

    /** Money of a state, a metal or an index: the pairs it is in are not ours. */
    static final int NO_BASE = 1 << 6;

    /** Speaks of trading; next to capitals it says that they are a ticker. */
    static final int CUE = 1 << 7;

    /** Right after a capitalised word it says that this is the name of a token. */
    static final int NAME_CUE = 1 << 8;

    static final int CRYPTO = 1 << 9;

    /** A ticker that is written in lower case too. */
    static final int LOWER_TICKER = 1 << 10;

    /** Says that an address is a token's. */
    static final int ADDRESS_CUE = 1 << 11;

    /** Says that an address is somebody's wallet, or something else than a token. */
    static final int WALLET_WORD = 1 << 12;

    /** Says what a price did: the capitals before it are a ticker. */
    static final int PRICE_VERB = 1 << 13;

    /** Right after a name it says that a company or a person is meant. */
    static final int COMPANY_CUE = 1 << 14;

    /** "and", "or": what it joins is of one kind. */
    static final int JOINS = 1 << 15;

    /** Capitals by which exchanges trade a token: a ticker in any text about crypto. */
    static final int TRADED = 1 << 16;

    /** Right after a quote it says that something is traded against it. */
    static final int PAIR_WORD = 1 << 17;

    /** Begins the words that name a chain. */
    static final int CHAIN_BEGINS = 1 << 18;

    /** Means something else than a token too. */
    static final int ANY_WORD = ORDINARY | CAPITAL_NAME | NOT_NAME | STOP_SYMBOL;

    private static final int ASCII = 128;

    static final TokenWords SHIPPED = new TokenWords();

    private final WordMarks marks;
    private final PhraseMap<String> tokenLinks = PhraseMap.set(TokenWords.class, "token-links.txt");
    private final PhraseMap<String> walletLinks = PhraseMap.set(TokenWords.class, "wallet-links.txt");
    private final PhraseMap<String> linkChains = map("link-chains.tsv");
    private final PhraseMap<String> chainWords = map("chain-words.tsv");
    private final String[] quoteEndings = {
        "FDUSD", "USDT", "BUSD", "USDC", "TUSD", "USD", "BTC", "ETH", "BNB", "PERP", "EUR", "GBP", "TRY", "KRW", "JPY",
        "AUD", "CAD", "BRL", "INR", "RUB"
    };

    /** By the last two letters of the quotes, in lower case. */
    private final boolean[] endings = new boolean[ASCII * ASCII];

    private TokenWords() {
        Map<String, Integer> merged = new HashMap<>();
        read(merged, "ordinary.txt.gz", ORDINARY);
        read(merged, "capital-names.txt", CAPITAL_NAME);
        read(merged, "not-names.txt", NOT_NAME);
        read(merged, "stop-symbols.txt", STOP_SYMBOL);
        read(merged, "stocks.txt", STOCK);
        read(merged, "quotes.txt", QUOTE);
        read(merged, "no-base.txt", NO_BASE);
        read(merged, "cues.txt", CUE);
        read(merged, "name-cues.txt", NAME_CUE);
        read(merged, "crypto-words.txt", CRYPTO);
        read(merged, "lower-tickers.txt", LOWER_TICKER);
        read(merged, "address-cues.txt", ADDRESS_CUE);
        read(merged, "wallet-words.txt", WALLET_WORD);
        read(merged, "price-verbs.txt", PRICE_VERB);
        read(merged, "company-cues.txt", COMPANY_CUE);
        read(merged, "pair-words.txt", PAIR_WORD);
        read(merged, "traded-symbols.txt", TRADED);
        PhraseMap.read(TokenWords.class, "chain-words.tsv", (phrase, chain) -> {
            String key = Words.of(phrase).key();
            int space = key.indexOf(' ');
            merged.merge(space < 0 ? key : key.substring(0, space), CHAIN_BEGINS, (a, b) -> a | b);
        });
        merged.merge("and", JOINS, (a, b) -> a | b);
        merged.merge("or", JOINS, (a, b) -> a | b);
        marks = new WordMarks(merged);
        for (String quote : quoteEndings) {
            String lower = quote.toLowerCase(Locale.ROOT);
            endings[lower.charAt(lower.length() - 2) * ASCII + lower.charAt(lower.length() - 1)] = true;
        }
    }

    private static void read(Map<String, Integer> merged, String resource, int mark) {
        PhraseMap.read(
                TokenWords.class,
                resource,
                (word, rest) -> merged.merge(Words.of(word).key(), mark, (a, b) -> a | b));
    }

    private static PhraseMap<String> map(String resource) {
        Map<String, String> values = new HashMap<>();
        PhraseMap.read(TokenWords.class, resource, values::put);
        return PhraseMap.of(values);
    }

    /** The marks of a word, as bits; 0 = no list has it. */
    int marks(Words words, int word) {
        return marks.of(words.hash(word));
    }

    /** The marks of a word that is not a word of the post. */
    int marks(String text) {
        Words words = Words.of(text);
        return words.count() == 1 ? marks(words, 0) : 0;
    }

    /** The chain that a part of a link stands for, or null. */
    String linkChain(Words words, int word) {
        return linkChains.get(words, word);
    }

    /** The chain that words of the text say the post is about, or null. */
    String chain(Words words, int word) {
        PhraseMap.Phrase<String> phrase = chainWords.longest(words, word);
        return phrase == null ? null : phrase.value();
    }

    /** Whether a link, from one word up to another, is one to a token or its market, not to a wallet or a transaction. */
    boolean isTokenLink(Words words, int first, int word) {
        boolean token = false;
        for (int i = first; i < word; i++) {
            if (walletLinks.has(words, i)) {
                return false;
            }
            token |= tokenLinks.has(words, i);
        }
        return token;
    }

    /** What pairs written as one word may end in, longer ones before those that they end in. */
    String[] quoteEndings() {
        return quoteEndings;
    }

    /** Whether a word may end in a quote: a look at its last two letters, which spares most words more. */
    boolean mayEndInQuote(Words words, int word) {
        char last = words.lowerAt(words.end(word) - 1);
        char before = words.lowerAt(words.end(word) - 2);
        if (last == Characters.SKIP || before == Characters.SKIP) {
            return true;
        }
        return last < ASCII && before < ASCII && endings[before * ASCII + last];
    }
}
