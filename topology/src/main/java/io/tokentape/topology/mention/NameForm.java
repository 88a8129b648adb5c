package io.tokentape.topology.mention;

import io.tokentape.topology.mention.Mention.Kind;
import io.tokentape.topology.text.Words;

/** Full names of one to five words, the longest first: {@code Bitcoin}, {@code Shiba Inu}. */
final class NameForm {
    private static final int LONGEST_NAME = 5;

    private enum Verdict {
        NO,
        /** Counts when something else speaks of the same token. */
        WEAK,
        YES
    }

    private final PostContext post;

    NameForm(PostContext post) {
        this.post = post;
    }

    /** The word after the name that begins at a word, or the word itself when there is none or a weak one. */
    int read(MarkedText text, int first) {
        Words words = text.words;
        long hash = words.hash(first);
        int last = first;
        int bestLast = -1;
        TokenVersion[] best = Lookup.UNKNOWN;
        Verdict found = Verdict.NO;
        Claim[] claims = text.claims(first);
        while (true) {
            if (claims.length > 0) {
                TokenVersion[] named = post.lookup.names(claims, words, first, last);
                Verdict verdict = named.length == 0 ? Verdict.NO : judge(text, first, last, named);
                if (verdict != Verdict.NO) {
                    bestLast = last;
                    best = named;
                    found = verdict;
                }
            }
            boolean ended = last + 1 >= words.count() || last + 1 - first >= LONGEST_NAME;
            if (ended || !words.adjacent(last) || !post.lookup.goesOn(hash)) {
                break;
            }
            last++;
            hash = Words.join(hash, words.hash(last));
            claims = post.lookup.claims(hash);
        }
        if (found == Verdict.NO) {
            return first;
        }
        double probability = best[0].isWellKnown() ? bestLast > first ? 0.95 : 0.9 : 0.6;
        Span span = Span.of(text, words.start(first), words.end(bestLast), Kind.NAME, null, best, probability);
        post.add(found == Verdict.WEAK ? span.weakened() : span);
        return found == Verdict.WEAK ? first : bestLast + 1;
    }

    private Verdict judge(MarkedText text, int first, int last, TokenVersion[] named) {
        return last > first ? judgeWords(text, first, last, named) : judgeWord(text, first, named);
    }

    private Verdict judgeWords(MarkedText text, int first, int last, TokenVersion[] named) {
        Words words = text.words;
        if (isOther(text, first, last, named)) {
            return Verdict.NO;
        }
        boolean allPlain = true;
        boolean allOther = true;
        boolean allCapital = true;
        for (int word = first; word <= last; word++) {
            allPlain &= text.is(word, TokenWords.ORDINARY | TokenWords.NOT_NAME);
            allOther &= text.is(word, TokenWords.ANY_WORD);
            allCapital &= words.startsUpper(word) || words.isNumber(word);
        }
        if (named[0].isWellKnown()) {
            boolean meant = allOther ? allCapital : !allPlain || words.startsUpper(first);
            return meant ? Verdict.YES : Verdict.NO;
        }
        if (!allCapital || !post.crypto()) {
            return Verdict.NO;
        }
        boolean shouted = words.isUpper(first) && words.isUpper(last) && post.shouting();
        return allPlain || shouted ? Verdict.WEAK : Verdict.YES;
    }

    private Verdict judgeWord(MarkedText text, int word, TokenVersion[] named) {
        Words words = text.words;
        boolean wellKnown = named[0].isWellKnown();
        boolean capital = words.startsUpper(word);
        int length = words.length(word);
        if (text.is(word, TokenWords.NOT_NAME) || length < 3 || text.quotes(word)) {
            return Verdict.NO;
        }
        if (isOther(text, word, word, named)) {
            return Verdict.WEAK;
        }
        boolean ordinary = text.is(word, TokenWords.ORDINARY);
        if (wellKnown
                && capital
                && (ordinary || text.is(word, TokenWords.CAPITAL_NAME))
                && hasOwnSymbol(text, word, named)) {
            return Verdict.YES;
        }
        if (text.is(word, TokenWords.CAPITAL_NAME)) {
            boolean lower = !capital && !(post.trade() && !ordinary && length > 4);
            if (!wellKnown || lower || !post.crypto()) {
                return Verdict.NO;
            }
            boolean said = words.isUpper(word) && !post.shouting() || !text.atStart(word) || isCued(text, word);
            return ordinary && !said ? Verdict.WEAK : Verdict.YES;
        }
        if (ordinary) {
            if (!capital || !post.crypto()) {
                return Verdict.NO;
            }
            return isCued(text, word) && wellKnown ? Verdict.YES : Verdict.WEAK;
        }
        if (wellKnown) {
            return length > 3 || capital ? Verdict.YES : Verdict.NO;
        }
        return capital && length > 3 && post.crypto() ? Verdict.WEAK : Verdict.NO;
    }

    private static boolean isCued(MarkedText text, int word) {
        return text.near(word) && text.is(word + 1, TokenWords.NAME_CUE);
    }

    /** Whether the words around say that a company, a person or the place where something happens is meant. */
    private static boolean isOther(MarkedText text, int first, int last, TokenVersion[] named) {
        return text.spaced(last) && text.is(last + 1, TokenWords.COMPANY_CUE) && named[0].rank() > 2;
    }

    /** "Name (SYMBOL)", where both are the same token's. */
    private boolean hasOwnSymbol(MarkedText text, int word, TokenVersion[] named) {
        int next = word + 1;
        if (next >= text.words.count() || !text.near(word) || text.before(next) != '(') {
            return false;
        }
        TokenVersion[] claims = post.lookup.symbols(text, next);
        return claims.length > 0
                && claims[0].entry().id().equals(named[0].entry().id());
    }
}
