package io.tokentape.topology.signal;

import io.tokentape.topology.text.Words;

/** What stands between the two halves of a pair. */
final class Separators {
    private static final int WIDEST = 5;

    private Separators() {}

    /** Whether a word and the next are joined by a slash, hyphen or underscore; a slash may have spaces about it. */
    static boolean pair(Words words, int word) {
        int from = words.end(word);
        int to = words.start(word + 1);
        if (to - from > WIDEST) {
            return false;
        }
        boolean mark = false;
        for (int i = from; i < to; i++) {
            char c = words.at(i);
            boolean tightMark = to - from == 1 && (c == '-' || c == '_');
            if (c == '/' || tightMark) {
                if (mark) {
                    return false;
                }
                mark = true;
            } else if (c != ' ' && c != '#' && c != '$') {
                return false;
            }
        }
        return mark;
    }
}
