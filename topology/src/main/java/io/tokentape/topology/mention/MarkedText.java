package io.tokentape.topology.mention;

import io.tokentape.topology.mention.Mention.Part;
import io.tokentape.topology.text.Words;
import java.util.Locale;

/** One part of a post, each of its words looked up once: what the lists say of it and which tokens claim it. */
final class MarkedText {
    private static final Claim[] NONE = {};

    /** So many units may stand between the first two columns of a table: spaces, a row of emoji. */
    private static final int LONGEST_GAP = 12;

    /** So many units may stand between "Coin:" and what it names: spaces, an emoji. */
    private static final int LONGEST_LABEL = 8;

    final Words words;
    final Part part;
    private final int[] marks;
    private final Claim[][] claims;

    MarkedText(Words words, Part part, TokenWords lists, Lookup lookup) {
        this.words = words;
        this.part = part;
        this.marks = new int[words.count()];
        this.claims = new Claim[words.count()][];
        for (int word = 0; word < marks.length; word++) {
            boolean looked = words.hasLetter(word) && !words.inLink(word) && !words.inHandle(word);
            marks[word] = looked ? lists.marks(words, word) : 0;
            claims[word] = looked ? lookup.claims(words.hash(word)) : NONE;
        }
    }

    /** Whether a list has the word; never of what is a number or stands in a link or handle. */
    boolean is(int word, int mark) {
        return (marks[word] & mark) != 0;
    }

    /** What the word may mean by itself, best first, at the post's time; the reader compares the keys. */
    Claim[] claims(int word) {
        return claims[word];
    }

    /** The sign before a word, or what else stands there; 0 at the start. */
    char before(int word) {
        return words.at(words.start(word) - 1);
    }

    /** The unit after a word; 0 at the end. */
    char after(int word) {
        return words.at(words.end(word));
    }

    boolean bracketed(int word) {
        return before(word) == '(' && (after(word) == ')' || after(word) == '/');
    }

    /** Whether at most three units lie between a word and the next. */
    boolean near(int word) {
        return word + 1 < words.count() && words.start(word + 1) - words.end(word) <= 3;
    }

    /** Whether one space and nothing else lies between a word and the next. */
    boolean spaced(int word) {
        return word + 1 < words.count()
                && words.start(word + 1) == words.end(word) + 1
                && words.at(words.end(word)) == ' ';
    }

    /** Whether a word and the next are parts of a list: a line, a comma, a slash, an "and" sign between them. */
    boolean listed(int word) {
        if (word + 1 >= words.count()) {
            return false;
        }
        int to = words.start(word + 1);
        if (to - words.end(word) > 6) {
            return false;
        }
        for (int i = words.end(word); i < to; i++) {
            char c = words.at(i);
            if (c == '\n' || c == ',' || c == '/' || c == '&' || c == '+' || c == '|') {
                return true;
            }
        }
        return false;
    }

    /** Whether a line begins with the word, and signs and a number follow: the row of a table. */
    boolean row(int word) {
        if (word + 1 >= words.count() || !words.isNumber(word + 1) || word > 0 && !apart(word - 1, '\n')) {
            return false;
        }
        for (int i = words.end(word); i < words.start(word + 1); i++) {
            if (words.at(i) == '\n') {
                return false;
            }
        }
        return words.start(word + 1) - words.end(word) <= LONGEST_GAP;
    }

    /** Whether it is what something is quoted in: {@code USDT-margined}, {@code the ETH pair}. */
    boolean quotes(int word) {
        return is(word, TokenWords.QUOTE)
                && word + 1 < words.count()
                && words.start(word + 1) == words.end(word) + 1
                && is(word + 1, TokenWords.PAIR_WORD);
    }

    /** Whether a colon stands between a word and the one before, and no more than a few signs beside it. */
    boolean labelled(int word) {
        return word > 0 && words.start(word) - words.end(word - 1) <= LONGEST_LABEL && apart(word - 1, ':');
    }

    private boolean apart(int word, char sign) {
        for (int i = words.end(word); i < words.start(word + 1); i++) {
            if (words.at(i) == sign) {
                return true;
            }
        }
        return false;
    }

    /** Whether a sentence or line begins with the word. */
    boolean atStart(int word) {
        if (word == 0) {
            return true;
        }
        for (int i = words.end(word - 1); i < words.start(word); i++) {
            char c = words.at(i);
            if (c == '.' || c == '!' || c == '?' || c == '\n') {
                return true;
            }
        }
        return false;
    }

    /** As written, in capitals. */
    String symbol(int word) {
        return symbol(words.start(word), words.end(word));
    }

    String symbol(int start, int end) {
        return words.plain(start, end).toUpperCase(Locale.ROOT);
    }
}
