package io.tokentape.topology.text;

import java.util.EnumSet;
import java.util.Set;

/**
 * A text made safe for analysis, UTF-8 and databases, with what was done to it. Replacements keep the length, so that
 * offsets stay those of the original.
 *
 * @param text null when the original was null
 */
public record CleanText(String text, Set<Cut> cuts) {
    public enum Cut {
        /** Shortened to the limit. */
        TEXT_LENGTH,
        /** U+0000 replaced by U+FFFD. */
        NUL,
        /** A surrogate without its other half replaced by U+FFFD. */
        SURROGATE,
        /** U+FFFD was there already: characters lost before, as with bytes that are not UTF-8. */
        UNREADABLE
    }

    /** Longest text that goes on, in UTF-8 bytes. */
    public static final int MAX_BYTES = 64 << 10;

    private static final char REPLACEMENT = '\uFFFD';

    public static CleanText of(String original) {
        if (original == null) {
            return new CleanText(null, Set.of());
        }
        Set<Cut> cuts = EnumSet.noneOf(Cut.class);
        StringBuilder replaced = null;
        int bytes = 0;
        int end = original.length();
        for (int i = 0; i < end; i++) {
            char c = original.charAt(i);
            int size;
            boolean bad = false;
            boolean pair = false;
            if (c == 0) {
                cuts.add(Cut.NUL);
                bad = true;
                size = 3;
            } else if (c < 0x80) {
                size = 1;
            } else if (c < 0x800) {
                size = 2;
            } else if (!Character.isSurrogate(c)) {
                if (c == REPLACEMENT) {
                    cuts.add(Cut.UNREADABLE);
                }
                size = 3;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < end
                    && Character.isLowSurrogate(original.charAt(i + 1))) {
                pair = true;
                size = 4;
            } else {
                cuts.add(Cut.SURROGATE);
                bad = true;
                size = 3;
            }
            bytes += size;
            if (bytes > MAX_BYTES) {
                cuts.add(Cut.TEXT_LENGTH);
                end = i;
                break;
            }
            if (bad) {
                if (replaced == null) {
                    replaced = new StringBuilder(original);
                }
                replaced.setCharAt(i, REPLACEMENT);
            }
            if (pair) {
                i++;
            }
        }
        String text = replaced == null ? original : replaced.toString();
        return new CleanText(end == text.length() ? text : text.substring(0, end), cuts);
    }
}
