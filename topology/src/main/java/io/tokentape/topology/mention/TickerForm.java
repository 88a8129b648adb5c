package io.tokentape.topology.mention;

import io.tokentape.topology.mention.Mention.Kind;
import io.tokentape.topology.text.Characters;
import io.tokentape.topology.text.Words;

/**
 * Symbols that bear no sign: {@code BTC}, {@code 0.05btc}, {@code Harmony (ONE)}. What is also a word needs a context
 * that says it is a ticker, and what the registry ranks nowhere needs one too.
 */
final class TickerForm {
    private static final int LONGEST_SYMBOL = 12;
    private static final int LONGEST_UNKNOWN = 6;

    private final PostContext post;

    TickerForm(PostContext post) {
        this.post = post;
    }

    void read(MarkedText text, int word) {
        Words words = text.words;
        int length = words.length(word);
        if (length < 2 || length > LONGEST_SYMBOL) {
            return;
        }
        if (Characters.isDigit(words.at(words.start(word))) && amount(text, word)) {
            return;
        }
        if (words.isAmount(word)) {
            return;
        }
        boolean upper = words.isUpper(word);
        boolean lower =
                text.is(word, TokenWords.LOWER_TICKER) || post.crypto() && (words.isLower(word) || text.row(word));
        if (!upper && !lower) {
            return;
        }
        if (text.is(word, TokenWords.STOCK) || text.quotes(word)) {
            return;
        }
        TokenVersion[] claims = post.lookup.symbols(text, word);
        if (claims.length == 0) {
            if (upper) {
                unknown(text, word);
            }
            return;
        }
        double probability = upper ? upper(text, word, claims) : lower(text, word, claims);
        if (probability > 0) {
            post.add(span(text, word, claims, probability));
        } else if (upper && post.crypto() && !post.shouting() && (text.bracketed(word) || !isPlain(text, word))) {
            post.add(span(text, word, claims, 0.7).weakened());
        }
    }

    private static Span span(MarkedText text, int word, TokenVersion[] claims, double probability) {
        int start = text.words.start(word);
        return Span.of(text, start, text.words.end(word), Kind.TICKER, text.symbol(word), claims, probability);
    }

    /** A word of general language, or capitals that stand for something else. */
    private static boolean isPlain(MarkedText text, int word) {
        return text.is(word, TokenWords.ORDINARY | TokenWords.STOP_SYMBOL | TokenWords.NOT_NAME);
    }

    private double lower(MarkedText text, int word, TokenVersion[] claims) {
        if (!text.is(word, TokenWords.LOWER_TICKER)) {
            if (text.is(word, TokenWords.ANY_WORD | TokenWords.CRYPTO | TokenWords.QUOTE)
                    || text.words.length(word) < 3) {
                return 0;
            }
            boolean meant = isTraded(text, word) || text.row(word) || isAmongLower(text, word);
            return post.isOwn(claims) ? 0.8 : claims[0].isWellKnown() && meant ? 0.6 : 0;
        }
        return claims[0].isWellKnown() && (post.crypto() || text.words.length(word) > 3) ? 0.85 : 0;
    }

    /** Whether a ticker stands beside it that is written in lower case too. */
    private static boolean isAmongLower(MarkedText text, int word) {
        return word > 0 && text.near(word - 1) && text.is(word - 1, TokenWords.LOWER_TICKER)
                || text.near(word) && text.is(word + 1, TokenWords.LOWER_TICKER);
    }

    private double upper(MarkedText text, int word, TokenVersion[] claims) {
        boolean wellKnown = claims[0].isWellKnown();
        boolean stop = text.is(word, TokenWords.STOP_SYMBOL);
        boolean bracketed = text.bracketed(word) && word > 0 && text.words.startsUpper(word - 1);
        if (bracketed && isNamed(text, word - 1, claims)) {
            return 0.95;
        }
        if (!isPlain(text, word)) {
            boolean only = !text.is(word, TokenWords.CAPITAL_NAME) || post.crypto();
            if (wellKnown && text.words.length(word) > 2 && only) {
                return 0.92;
            }
            boolean long3 = wellKnown || text.words.length(word) > 2;
            if (!long3 || !post.crypto()) {
                return 0;
            }
            return isTicker(text, word, bracketed)
                    ? wellKnown ? 0.7 : 0.6
                    : text.is(word, TokenWords.TRADED) && !post.shouting() ? 0.6 : 0;
        }
        if (stop && !bracketed || text.words.length(word) < 3 && !wellKnown) {
            return 0;
        }
        if (post.isOwn(claims) && !post.shouting()) {
            return 0.8;
        }
        boolean ranked = wellKnown || claims[0].entry().rank() != null && isDealt(text, word);
        boolean moved =
                wellKnown && moves(text, word) && word + 2 < text.words.count() && text.words.isNumber(word + 2);
        return moved || ranked && post.crypto() && isTicker(text, word, bracketed) ? 0.7 : 0;
    }

    /** Whether what stands around capitals says that they are a ticker. */
    private boolean isTicker(MarkedText text, int word, boolean bracketed) {
        if (post.shouting()) {
            return listedWithTicker(text, word) || text.row(word);
        }
        return bracketed || isDealt(text, word) || isTraded(text, word) || text.row(word) || isLabelled(text, word);
    }

    /** {@code Coin: XYZ}. */
    private static boolean isLabelled(MarkedText text, int word) {
        return word > 0 && text.is(word - 1, TokenWords.CUE) && text.labelled(word);
    }

    /** Whether a word next to it speaks of trading, is a price, a quote or a ticker. */
    private boolean isTraded(MarkedText text, int word) {
        return word > 0 && text.near(word - 1) && isCue(text, word - 1) || text.near(word) && isCue(text, word + 1);
    }

    /** Whether a verb of prices follows, or a list or an "and" joins it to a ticker that is no other word. */
    private boolean isDealt(MarkedText text, int word) {
        return moves(text, word) || listedWithTicker(text, word) || joinedToTicker(text, word);
    }

    private static boolean moves(MarkedText text, int word) {
        return text.spaced(word) && text.is(word + 1, TokenWords.PRICE_VERB) && !text.words.isUpper(word + 1);
    }

    private boolean listedWithTicker(MarkedText text, int word) {
        boolean shouting = post.shouting();
        return text.listed(word) && isTickerInList(text, word + 1, shouting)
                || word > 0 && text.listed(word - 1) && isTickerInList(text, word - 1, shouting);
    }

    private boolean isTickerInList(MarkedText text, int word, boolean shouting) {
        int length = text.words.length(word);
        if (!text.words.isUpper(word) || length < 3 || text.is(word, TokenWords.STOP_SYMBOL)) {
            return false;
        }
        if (shouting && text.is(word, TokenWords.ORDINARY)) {
            return false;
        }
        TokenVersion[] claims = post.lookup.symbols(text, word);
        return claims.length > 0 && claims[0].isWellKnown();
    }

    private boolean joinedToTicker(MarkedText text, int word) {
        return word > 1 && text.is(word - 1, TokenWords.JOINS) && isClearTicker(text, word - 2)
                || word + 2 < text.words.count()
                        && text.is(word + 1, TokenWords.JOINS)
                        && isClearTicker(text, word + 2);
    }

    /** A word of trade, a price, a quote or a ticker. */
    private boolean isCue(MarkedText text, int word) {
        return text.is(word, TokenWords.CUE)
                || text.words.isNumber(word)
                || text.words.isUpper(word) && (text.is(word, TokenWords.QUOTE) || isClearTicker(text, word));
    }

    /** Capitals that are the symbol of one of the largest coins and no other word. */
    private boolean isClearTicker(MarkedText text, int word) {
        if (!text.words.isUpper(word) || text.words.length(word) < 3 || isPlain(text, word)) {
            return false;
        }
        TokenVersion[] claims = post.lookup.symbols(text, word);
        return claims.length > 0 && claims[0].isWellKnown();
    }

    /** Whether the word before is the name, or the last word of the name, of the token with this symbol. */
    private boolean isNamed(MarkedText text, int word, TokenVersion[] claims) {
        Words words = text.words;
        String key = words.lower(word);
        for (TokenVersion claim : claims) {
            String name = Words.of(claim.entry().name()).key();
            if (name.equals(key) || name.endsWith(' ' + key)) {
                return true;
            }
        }
        return false;
    }

    /** "Name (SYMBOL)", "Coin: SYMBOL" and what exchanges trade, of tokens that the registry does not know. */
    private void unknown(MarkedText text, int word) {
        Words words = text.words;
        int length = words.length(word);
        int others = TokenWords.STOP_SYMBOL | TokenWords.STOCK | TokenWords.NOT_NAME | TokenWords.NO_BASE;
        boolean other = text.is(word, others);
        if (other || !post.crypto() || length < 3 || length > LONGEST_UNKNOWN) {
            return;
        }
        boolean bracketed = text.bracketed(word)
                && word > 0
                && words.startsUpper(word - 1)
                && !text.is(word - 1, TokenWords.NOT_NAME)
                && !isAcronym(words, word);
        boolean plain = text.is(word, TokenWords.ANY_WORD | TokenWords.CUE) || words.hasDigit(word);
        boolean said = text.is(word, TokenWords.TRADED) && !post.shouting() || isLabelled(text, word);
        boolean named = isLabelled(text, word) && !post.shouting() && !words.hasDigit(word);
        if (bracketed || !plain && said || named) {
            post.add(span(text, word, Lookup.UNKNOWN, 0.5));
        }
    }

    /** Whether the words before spell it with their first letters. */
    private static boolean isAcronym(Words words, int word) {
        int letters = words.length(word);
        if (word < letters) {
            return false;
        }
        for (int i = 0; i < letters; i++) {
            if (words.lowerAt(words.start(word - letters + i)) != words.lowerAt(words.start(word) + i)) {
                return false;
            }
        }
        return true;
    }

    /** {@code 0.05btc}: a number and, with no space, a ticker that means nothing else. */
    private boolean amount(MarkedText text, int word) {
        Words words = text.words;
        int from = words.start(word);
        while (from < words.end(word) && Characters.isDigit(words.at(from))) {
            from++;
        }
        if (words.end(word) - from < 3) {
            return false;
        }
        String symbol = text.symbol(from, words.end(word));
        int marks = post.lists.marks(symbol);
        if ((marks & TokenWords.LOWER_TICKER) == 0) {
            return false;
        }
        TokenVersion[] claims = post.lookup.bySymbol(symbol);
        if (claims.length == 0 || !claims[0].isWellKnown()) {
            return false;
        }
        post.add(Span.of(text, from, words.end(word), Kind.TICKER, symbol, claims, 0.85));
        return true;
    }
}
