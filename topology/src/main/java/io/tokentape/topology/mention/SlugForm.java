package io.tokentape.topology.mention;

import io.tokentape.topology.mention.Mention.Kind;
import io.tokentape.topology.text.Words;

/** Headlines in links, {@code /news/why-bitcoin-fell-again}: names and tickers that mean nothing else. */
final class SlugForm {
    /** A part of a link with so many words is a headline. */
    private static final int HEADLINE = 4;

    private final PostContext post;

    SlugForm(PostContext post) {
        this.post = post;
    }

    /** Whether a word within a link was taken for a mention. */
    boolean read(MarkedText text, int word) {
        Words words = text.words;
        if (!words.isLower(word) || words.length(word) < 3 || !isHeadline(words, word)) {
            return false;
        }
        int marks = post.lists.marks(words, word);
        if ((marks & TokenWords.ANY_WORD) != 0) {
            return false;
        }
        Claim[] claims = post.lookup.claims(words.hash(word));
        boolean ticker = (marks & TokenWords.LOWER_TICKER) != 0;
        TokenVersion[] meant =
                ticker ? post.lookup.symbols(claims, words, word) : post.lookup.names(claims, words, word, word);
        if (meant.length == 0 || !meant[0].isWellKnown()) {
            return false;
        }
        Kind kind = ticker ? Kind.TICKER : Kind.NAME;
        String symbol = ticker ? text.symbol(word) : null;
        post.add(Span.of(text, words.start(word), words.end(word), kind, symbol, meant, 0.7));
        return true;
    }

    private static boolean isHeadline(Words words, int word) {
        int count = 1;
        for (int i = word; i > 0 && count < HEADLINE && hyphened(words, i - 1); i--) {
            count++;
        }
        for (int i = word; i + 1 < words.count() && count < HEADLINE && hyphened(words, i); i++) {
            count++;
        }
        return count >= HEADLINE;
    }

    private static boolean hyphened(Words words, int word) {
        return words.start(word + 1) == words.end(word) + 1 && words.at(words.end(word)) == '-';
    }
}
