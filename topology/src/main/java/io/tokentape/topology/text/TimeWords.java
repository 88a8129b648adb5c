package io.tokentape.topology.text;

import java.util.HashMap;
import java.util.Map;

/** The words of which times are made. Immutable. */
final class TimeWords {
    /** What a word can be; a word may be several things. */
    enum Kind {
        NUMBER,
        MONTH,
        WEEKDAY,
        WEEKDAY_SHORT,
        DAY,
        UNIT,
        UNIT_SHORT,
        WEEKEND,
        COUNT,
        HALF_OF,
        NOON_SIDE,
        CLOCK_WORD,
        HOUR_MARK,
        MINUTE_MARK,
        TEE,
        ORDINAL,
        YEAR_MARK,
        MONTH_MARK,
        DAY_MARK,
        ZONE,
        ZONE_RULE,
        ZONE_UNSURE,
        AT,
        IN,
        WITHIN,
        WITHIN_PAST,
        NEXT,
        THIS,
        COMING,
        LAST,
        FROM,
        BETWEEN,
        TO,
        AND,
        UNTIL,
        UNTIL_IN,
        OF,
        LEFT,
        LEFT_BEFORE,
        LATER,
        AGO,
        UNTIL_AFTER,
        WITHIN_AFTER,
        EDGE,
        QUARTER_MARK,
        HALF_MARK,
        QUARTER,
        END_OF_UNIT,
        TOOK,
        NOTHING;

        final long bit = 1L << ordinal();
    }

    /**
     * @param kinds bits of {@link Kind}
     * @param value what the word counts for: a month, a unit in seconds, minutes east of Greenwich …
     */
    record Term(long kinds, int value) {}

    /** Longest piece of a script without spaces. */
    private static final int LONGEST_PIECE = 6;

    /** From here on the scripts are read piece by piece: Hangul, kana and Chinese characters. */
    private static final char FIRST_PIECE_UNIT = '\u1100';

    private final PhraseMap<Term> phrases;
    private final Map<String, Term> words;
    /** Longs of the filter, a power of two: small enough to stay in the nearest cache. */
    private static final int FILTER = 512;

    /** A bit for the hash of every first word of a term: most words of a text need no look into the table. */
    private final long[] firstWords = new long[FILTER];

    private final boolean[] beginsPiece = new boolean[0x10000];

    private TimeWords(Map<String, Term> terms) {
        this.phrases = PhraseMap.of(terms);
        this.words = Map.copyOf(terms);
        for (String term : terms.keySet()) {
            beginsPiece[term.charAt(0)] |= isPieceUnit(term.charAt(0));
            long hash = Words.of(term).hash(0);
            firstWords[(int) (hash >>> 6) & FILTER - 1] |= 1L << hash;
        }
    }

    static TimeWords shipped() {
        Map<String, Term> terms = new HashMap<>();
        PhraseMap.read(TimeWords.class, "times.tsv", (phrase, rest) -> {
            int tab = rest.indexOf('\t');
            long kind = Kind.valueOf(rest.substring(0, tab)).bit;
            int value = Integer.parseInt(rest.substring(tab + 1));
            terms.merge(phrase, new Term(kind, value), TimeWords::both);
        });
        return new TimeWords(terms);
    }

    private static Term both(Term a, Term b) {
        if (a.value != 0 && b.value != 0) {
            throw new IllegalArgumentException("two figures for one word: " + a + ", " + b);
        }
        return new Term(a.kinds | b.kinds, a.value + b.value);
    }

    static boolean isPieceUnit(char c) {
        return c >= FIRST_PIECE_UNIT && c < '\uFB00';
    }

    boolean beginsPiece(char c) {
        return beginsPiece[c];
    }

    /** The longest term of whole words that begins at a word; null = none. */
    PhraseMap.Phrase<Term> longest(Words text, int word) {
        long hash = text.hash(word);
        boolean known = (firstWords[(int) (hash >>> 6) & FILTER - 1] & 1L << hash) != 0;
        return known ? phrases.longest(text, word) : null;
    }

    /** The term that a run of letters spells; null = none. */
    Term exact(Words text, int start, int end) {
        return end - start > 9 ? null : words.get(text.lower(start, end));
    }

    /** Length of the longest term that begins at an offset in a script without spaces; 0 = none. */
    int piece(Words text, int start, int end) {
        if (!beginsPiece[text.lowerAt(start)]) {
            return 0;
        }
        for (int length = Math.min(LONGEST_PIECE, end - start); length > 0; length--) {
            if (words.containsKey(text.lower(start, start + length))) {
                return length;
            }
        }
        return 0;
    }
}
