package io.tokentape.topology.mention;

import io.tokentape.topology.mention.Mention.Kind;
import io.tokentape.topology.text.Characters;
import io.tokentape.topology.text.Words;

/** Words that bear a sign: {@code $BTC}, {@code $XRP.X}, {@code #Bitcoin}. */
final class SignedForm {
    private static final int LONGEST_SYMBOL = 12;
    private static final int LONGEST_UNKNOWN = 8;

    private final PostContext post;
    private final PairForm pairs;

    SignedForm(PostContext post, PairForm pairs) {
        this.post = post;
        this.pairs = pairs;
    }

    /** The word after what stands behind a dollar sign. */
    int cashtag(MarkedText text, int word) {
        Words words = text.words;
        int start = words.start(word) - 1;
        char before = words.at(start - 1);
        boolean glued = before != 0 && Characters.isWordUnit(before);
        if (!words.hasLetter(word) || glued || text.is(word, TokenWords.STOCK)) {
            return word + 1;
        }
        int after = pairs.read(text, word, start, true);
        if (after > word) {
            return after;
        }
        TokenVersion[] claims = post.lookup.signed(text, word);
        boolean amount = Characters.isDigit(words.at(words.start(word)));
        boolean number = words.isAmount(word) || Characters.isDigit(words.at(words.end(word) - 1));
        if (amount && (claims.length == 0 || number) || words.length(word) > LONGEST_SYMBOL && claims.length == 0) {
            return word + 1;
        }
        if (claims.length == 0 && !words.isUpper(word) && text.is(word, TokenWords.ORDINARY | TokenWords.NOT_NAME)) {
            return word + 1;
        }
        int used = word + 1;
        int end = words.end(word);
        if (isSuffix(words, used, end)) {
            end = words.end(used);
            used++;
        }
        double probability = claims.length > 0 ? 0.97 : 0.8;
        post.add(Span.of(text, start, end, Kind.CASHTAG, text.symbol(word), claims, probability));
        return used;
    }

    /** The {@code .X} that some sites put behind the symbols of coins. */
    private static boolean isSuffix(Words words, int word, int end) {
        return word < words.count()
                && words.start(word) == end + 1
                && words.length(word) == 1
                && words.lowerAt(end + 1) == 'x'
                && (words.at(end) == '.' || words.at(end) == '-');
    }

    /** The word after what stands behind a number sign. */
    int hashtag(MarkedText text, int word) {
        Words words = text.words;
        int start = words.start(word) - 1;
        int after = pairs.read(text, word, start, true);
        if (after > word) {
            return after;
        }
        TokenVersion[] claims = post.lookup.signed(text, word);
        boolean other = text.is(word, TokenWords.STOCK)
                || text.is(word, TokenWords.NOT_NAME) && !(post.trade() && isTicker(text, word));
        double probability = other ? 0 : probability(text, word, claims);
        if (probability > 0) {
            post.add(Span.of(text, start, words.end(word), Kind.HASHTAG, text.symbol(word), claims, probability));
        }
        return word + 1;
    }

    /** Whether one of the largest coins has it for its symbol. */
    private boolean isTicker(MarkedText text, int word) {
        TokenVersion[] symbols = post.lookup.symbols(text, word);
        return symbols.length > 0 && symbols[0].isWellKnown();
    }

    private double probability(MarkedText text, int word, TokenVersion[] claims) {
        Words words = text.words;
        boolean upper = words.isUpper(word);
        int length = words.length(word);
        boolean stop = text.is(word, TokenWords.STOP_SYMBOL);
        boolean plain = stop || text.is(word, TokenWords.ORDINARY) && !text.is(word, TokenWords.CAPITAL_NAME);
        if (claims.length == 0) {
            boolean symbol = upper && length > 2 && length <= LONGEST_UNKNOWN && !plain && !words.hasDigit(word);
            return symbol && post.crypto() && traded(text, word) ? 0.6 : 0;
        }
        if (claims[0].isWellKnown()) {
            if (!plain) {
                return length > 2 || upper ? 0.95 : 0;
            }
            boolean meant = upper && post.crypto() || !stop && (post.trade() || amongTags(text, word));
            return meant && length > 2 ? 0.7 : 0;
        }
        boolean symbol = length > 2 && length <= LONGEST_SYMBOL && !plain;
        boolean meant = upper || traded(text, word) || text.is(word, TokenWords.TRADED);
        return symbol && meant && post.crypto() ? 0.6 : 0;
    }

    /** Whether a word of trade or a price stands next to the tag. */
    private static boolean traded(MarkedText text, int word) {
        return word > 0 && text.near(word - 1) && isTrade(text, word - 1) || text.near(word) && isTrade(text, word + 1);
    }

    private static boolean isTrade(MarkedText text, int word) {
        return text.words.isNumber(word) || text.is(word, TokenWords.CUE) && text.before(word) != '#';
    }

    /** Whether a tag beside it means one of the largest coins and nothing else. */
    private boolean amongTags(MarkedText text, int word) {
        return word > 0 && text.near(word - 1) && isClearTag(text, word - 1)
                || text.near(word) && isClearTag(text, word + 1);
    }

    private boolean isClearTag(MarkedText text, int word) {
        if (text.before(word) != '#' || text.is(word, TokenWords.ORDINARY | TokenWords.STOP_SYMBOL)) {
            return false;
        }
        TokenVersion[] claims = post.lookup.signed(text, word);
        return claims.length > 0 && claims[0].isWellKnown();
    }
}
