package io.tokentape.topology.watch;

import io.tokentape.topology.text.Characters;
import io.tokentape.topology.text.Words;

/** What lies between two words of a phrase: nothing to speak of, a mark such as the {@code &} of a firm, or too much. */
final class Gap {
    /** Too much: no phrase goes on here. */
    static final String BROKEN = null;

    private static final int LONGEST = 4;
    private static final int MOST_MARKS = 2;

    private Gap() {}

    /** Empty = nothing to speak of; {@link #BROKEN}; else the marks. */
    static String after(Words words, int word) {
        if (words.adjacent(word)) {
            return "";
        }
        int from = words.end(word);
        int to = words.start(word + 1);
        if (to == from || to - from > LONGEST) {
            return BROKEN;
        }
        StringBuilder marks = new StringBuilder(LONGEST);
        for (int i = from; i < to; i++) {
            char c = words.at(i);
            if (c == '\n' || c == '\r') {
                return BROKEN;
            }
            if (c != ' ' && c != Characters.SKIP) {
                marks.append(c);
            }
        }
        return marks.length() > MOST_MARKS ? BROKEN : marks.toString();
    }

    /** Hash of the words so far and the marks. */
    static long join(long hash, String marks) {
        long joined = hash;
        for (int i = 0; i < marks.length(); i++) {
            joined = Words.join(joined, marks.charAt(i));
        }
        return joined;
    }

    /** Appends what stands between the words in the key of a phrase. */
    static void append(StringBuilder key, String marks) {
        key.append(' ');
        if (!marks.isEmpty()) {
            key.append(marks).append(' ');
        }
    }
}
