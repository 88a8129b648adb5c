package io.tokentape.topology.mention;

import io.tokentape.topology.mention.Mention.Kind;
import io.tokentape.topology.text.Characters;
import io.tokentape.topology.text.Words;

/** {@code BTC/USDT}, {@code BTC-USD}, {@code #LINK_USDT}, {@code BTCUSDT}, {@code 1000PEPEUSDT}: the base is meant. */
final class PairForm {
    private static final int LONGEST = 16;
    private static final int SHORTEST_GLUED = 5;

    /** Perpetuals of cheap tokens are traded by so many at once. */
    private static final String[] LOTS = {"1000000", "10000", "1000", "1M"};

    private final PostContext post;

    PairForm(PostContext post) {
        this.post = post;
    }

    /**
     * Reads a pair that begins at a word.
     *
     * @param start of the span: of the word, or of the sign before it
     * @param signed whether {@code $} or {@code #} stands before it
     * @return the word after the pair, or the word itself when there is none
     */
    int read(MarkedText text, int word, int start, boolean signed) {
        Words words = text.words;
        boolean upper = words.isUpper(word);
        boolean shaped = upper || words.isLower(word) || words.at(start) == '#';
        if (!shaped || words.length(word) > LONGEST) {
            return word;
        }
        int second = word + 1;
        if (second < words.count() && joined(text, word, upper) && text.is(second, TokenWords.QUOTE)) {
            return separate(text, word, start, signed, upper);
        }
        return glued(text, word, start, signed, upper);
    }

    private int separate(MarkedText text, int word, int start, boolean signed, boolean upper) {
        Words words = text.words;
        int second = word + 1;
        boolean amount = Characters.isDigit(words.at(words.start(word))) && words.length(word) < 3;
        if (text.is(word, TokenWords.NO_BASE) || amount) {
            return second + 1;
        }
        TokenVersion[] claims = post.lookup.symbols(text, word);
        String symbol = text.symbol(word);
        if (claims.length == 0) {
            String one = withoutLot(symbol);
            claims = one == null ? claims : post.lookup.bySymbol(one);
            symbol = claims.length == 0 ? symbol : one;
        }
        boolean known = claims.length > 0 && claims[0].isWellKnown();
        boolean chained = goesOn(words, second) || start > 0 && words.at(start - 1) == '/';
        if (chained || !(upper || signed || known) || words.length(word) < 2 && !signed) {
            return word;
        }
        double probability = claims.length > 0 ? 0.95 : 0.75;
        post.add(Span.of(text, start, words.end(second), Kind.PAIR, symbol, claims, probability));
        return second + 1;
    }

    private int glued(MarkedText text, int word, int start, boolean signed, boolean upper) {
        Words words = text.words;
        if (words.length(word) < SHORTEST_GLUED || !post.lists.mayEndInQuote(words, word)) {
            return word;
        }
        String whole = text.symbol(word);
        String quote = quote(whole);
        if (quote == null) {
            return word;
        }
        String base = whole.substring(0, whole.length() - quote.length());
        if ((post.lists.marks(base) & TokenWords.NO_BASE) != 0) {
            return word + 1;
        }
        TokenVersion[] own = post.lookup.symbols(text, word);
        if (own.length > 0 && own[0].isWellKnown()) {
            return word;
        }
        TokenVersion[] claims = post.lookup.bySymbol(base);
        if (claims.length == 0) {
            String one = withoutLot(base);
            claims = one == null ? claims : post.lookup.bySymbol(one);
            base = claims.length == 0 ? base : one;
        }
        boolean known = claims.length > 0 && claims[0].isWellKnown();
        if (!known && (post.lists.marks(quote) & TokenWords.NO_BASE) != 0 && !quote.equals("USD")) {
            return word;
        }
        boolean dollars = quote.startsWith("USD") || quote.equals("BUSD") || quote.equals("PERP");
        boolean accepted;
        if (upper) {
            boolean other = claims.length > 0 && (signed || dollars || post.crypto()) && own.length == 0;
            accepted = known || other || signed && dollars;
        } else {
            boolean plain = own.length > 0 || text.is(word, TokenWords.ORDINARY);
            accepted = known && !plain && (signed || dollars || quote.equals("BTC"));
        }
        if (!accepted) {
            return word;
        }
        post.add(Span.of(text, start, words.end(word), Kind.PAIR, base, claims, known ? 0.95 : 0.75));
        return word + 1;
    }

    /** The quote that a pair ends in: the one that leaves a large coin ({@code BNB-USD}, not {@code BN-BUSD}). */
    private String quote(String whole) {
        String first = null;
        for (String quote : post.lists.quoteEndings()) {
            if (whole.length() < quote.length() + 2 || !whole.endsWith(quote)) {
                continue;
            }
            TokenVersion[] claims = post.lookup.bySymbol(whole.substring(0, whole.length() - quote.length()));
            if (claims.length > 0 && claims[0].isWellKnown()) {
                return quote;
            }
            first = first == null ? quote : first;
        }
        return first;
    }

    private static String withoutLot(String symbol) {
        for (String lot : LOTS) {
            if (symbol.startsWith(lot) && symbol.length() >= lot.length() + 2) {
                return symbol.substring(lot.length());
            }
        }
        return null;
    }

    /** A slash, hyphen or underscore between two words; a slash may have spaces about it. */
    private static boolean joined(MarkedText text, int word, boolean upper) {
        Words words = text.words;
        int from = words.end(word);
        int to = words.start(word + 1);
        char c = words.at(from);
        if (to - from == 1) {
            return c == '/' || c == '-' || c == '_';
        }
        if (!upper || to - from > 5) {
            return false;
        }
        boolean slash = false;
        for (int i = from; i < to; i++) {
            c = words.at(i);
            if (c != ' ' && (c != '/' || slash)) {
                return false;
            }
            slash |= c == '/';
        }
        return slash;
    }

    /** Whether another slash and word follow: a list, not a pair. */
    private static boolean goesOn(Words words, int word) {
        return words.at(words.end(word)) == '/'
                && word + 1 < words.count()
                && words.start(word + 1) == words.end(word) + 1
                && words.hasLetter(word + 1);
    }
}
