package io.tokentape.topology.text;

/**
 * What each UTF-16 unit is and what it folds to. Folding is unit by unit, so that an offset into folded text is the
 * offset into the original: full-width, mathematical and boxed letters become plain ones, typographic quotes and dashes
 * ASCII ones, exotic spaces a space, and what cannot be seen becomes {@link #SKIP}.
 */
public final class Characters {
    /** Stands for a unit that is not there as far as reading goes. */
    public static final char SKIP = '\u200B';

    /** Below it no letter of another script looks Latin. */
    static final char FIRST_LOOKALIKE = '\u0370';

    /** Letters of Greek and Cyrillic that look like Latin ones, and those. */
    private static final String LOOKALIKES = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοναικρυАВЕКМНОРСТУХІЅЈаеорсухіѕјһԁԛԝк";

    private static final String LATIN = "ABEZHIKMNOPTYXovaikpuABEKMHOPCTYXISJaeopcyxisjhdqwk";

    static final byte OTHER = 0;
    static final byte SPACE = 1;
    static final byte NEWLINE = 2;
    static final byte UPPER = 3;
    static final byte LOWER = 4;
    static final byte LETTER = 5;
    static final byte DIGIT = 6;
    static final byte INVISIBLE = 7;

    private static final char FIRST_EAST_ASIAN = '\u3040';
    private static final char LAST_EAST_ASIAN = '\uD7A3';

    private static final byte[] KIND = new byte[0x10000];
    private static final char[] FOLDED = new char[0x10000];
    private static final char[] LOWERED = new char[0x10000];
    private static final char[] LOOKALIKE = new char[0x600];

    static {
        for (int c = 0; c < 0x10000; c++) {
            FOLDED[c] = foldUnit((char) c);
        }
        for (int c = 0; c < 0x10000; c++) {
            LOWERED[c] = Character.toLowerCase(FOLDED[c]);
            KIND[c] = kindOf((char) c);
        }
    }

    static {
        for (int i = 0; i < LOOKALIKES.length(); i++) {
            LOOKALIKE[LOOKALIKES.charAt(i)] = LATIN.charAt(i);
        }
    }

    private Characters() {}

    /** The Latin letter as which a Greek or Cyrillic one can pass, or 0. */
    static char lookalike(char c) {
        return c < LOOKALIKE.length ? LOOKALIKE[c] : 0;
    }

    static byte kind(char c) {
        return KIND[c];
    }

    static char folded(char c) {
        return FOLDED[c];
    }

    static char lowered(char c) {
        return LOWERED[c];
    }

    /** Whether words are made of it. */
    public static boolean isWordUnit(char c) {
        return KIND[c] >= UPPER;
    }

    /** Whether a word ends between two letters, since one is Latin and the other of a script of East Asia. */
    static boolean parts(char before, char after) {
        if (before < FIRST_EAST_ASIAN && after < FIRST_EAST_ASIAN) {
            return false;
        }
        return isLatin(before) && isEastAsian(after) || isEastAsian(before) && isLatin(after);
    }

    private static boolean isLatin(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isEastAsian(char c) {
        return c >= FIRST_EAST_ASIAN && c <= LAST_EAST_ASIAN;
    }

    public static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /**
     * The ASCII letter or digit that a supplementary code point stands for (mathematical alphabets, boxed and circled
     * letters), or 0.
     */
    static char plain(int codePoint) {
        if (codePoint >= 0x1D400 && codePoint <= 0x1D6A3) {
            int letter = (codePoint - 0x1D400) % 52;
            return (char) (letter < 26 ? 'A' + letter : 'a' + letter - 26);
        }
        if (codePoint >= 0x1D7CE && codePoint <= 0x1D7FF) {
            return (char) ('0' + (codePoint - 0x1D7CE) % 10);
        }
        if (codePoint >= 0x1F130 && codePoint <= 0x1F149) {
            return (char) ('A' + codePoint - 0x1F130);
        }
        if (codePoint >= 0x1F150 && codePoint <= 0x1F169) {
            return (char) ('A' + codePoint - 0x1F150);
        }
        if (codePoint >= 0x1F170 && codePoint <= 0x1F189) {
            return (char) ('A' + codePoint - 0x1F170);
        }
        return 0;
    }

    private static char foldUnit(char c) {
        if (c < 0x80) {
            return c;
        }
        if (c >= 0xFF01 && c <= 0xFF5E) {
            return (char) (c - 0xFEE0);
        }
        switch (c) {
            case '\u2018', '\u2019', '\u02BC', '\u2032', '\u00B4' -> {
                return '\'';
            }
            case '\u201C', '\u201D', '\u00AB', '\u00BB', '\u201E' -> {
                return '"';
            }
            case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2015', '\u2212', '\uFE58', '\uFE63' -> {
                return '-';
            }
            case '\u2044', '\u2215' -> {
                return '/';
            }
            case '\uFE69' -> {
                return '$';
            }
            case '\uFE5F' -> {
                return '#';
            }
            case '\u200B', '\u200C', '\u200D', '\u2060', '\uFEFF', '\u00AD', '\uFE0E', '\uFE0F' -> {
                return SKIP;
            }
            case '\u2028', '\u2029', '\u0085' -> {
                return '\n';
            }
            default -> {
                // read on
            }
        }
        if (Character.isSpaceChar(c)) {
            return ' ';
        }
        if (c >= 0x24B6 && c <= 0x24CF) {
            return (char) ('A' + c - 0x24B6);
        }
        if (c >= 0x24D0 && c <= 0x24E9) {
            return (char) ('a' + c - 0x24D0);
        }
        if (Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER) {
            return (char) ('0' + Character.digit(c, 10));
        }
        return c;
    }

    private static byte kindOf(char unit) {
        char c = FOLDED[unit];
        if (c == SKIP) {
            return INVISIBLE;
        }
        if (c == '\n' || c == '\r') {
            return NEWLINE;
        }
        if (c == ' ' || c == '\t' || c == '\f' || c == '\u000B') {
            return SPACE;
        }
        if (c >= '0' && c <= '9') {
            return DIGIT;
        }
        return switch (Character.getType(c)) {
            case Character.UPPERCASE_LETTER, Character.TITLECASE_LETTER -> UPPER;
            case Character.LOWERCASE_LETTER -> LOWER;
            case Character.OTHER_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK -> LETTER;
            default -> OTHER;
        };
    }
}
