package io.tokentape.topology.text;

import io.tokentape.topology.text.TimeWords.Kind;
import io.tokentape.topology.text.TimeWords.Term;
import java.util.Arrays;

/** A text as figures and words of time, {@code 5th} and {@code 2pm} taken apart. */
final class TimeTokens {
    /** Units between the parts of a time, and between a day and its time of day. */
    static final int NEAR = 3;

    static final int FAR = 6;

    private static final int WORDS_READ = 400;
    private static final int FIRST_SIZE = 32;

    /** So many words before one that can tell a time, and behind it, may belong to it. */
    private static final int LEAD = 8;

    private static final int TAIL = 12;

    /** Digits of a time in seconds since 1970. */
    private static final int EPOCH_DIGITS = 10;

    private static final long TELLING = bits(
            Kind.MONTH,
            Kind.WEEKDAY,
            Kind.WEEKDAY_SHORT,
            Kind.DAY,
            Kind.WEEKEND,
            Kind.NOON_SIDE,
            Kind.CLOCK_WORD,
            Kind.ZONE,
            Kind.ZONE_RULE,
            Kind.ZONE_UNSURE,
            Kind.QUARTER,
            Kind.END_OF_UNIT);

    /** Of several units of a length the first may be this far behind what leads to it. */
    private static final int LEADS_BEFORE = 5;

    private static final long LEADING = bits(
            Kind.IN,
            Kind.WITHIN,
            Kind.WITHIN_PAST,
            Kind.NEXT,
            Kind.THIS,
            Kind.LAST,
            Kind.LEFT_BEFORE,
            Kind.UNTIL_IN,
            Kind.EDGE);

    private static final long FOLLOWING =
            bits(Kind.LEFT, Kind.LATER, Kind.AGO, Kind.UNTIL, Kind.TO, Kind.WITHIN_AFTER, Kind.UNTIL_AFTER);

    private final Words words;
    private int count;
    private int[] starts = new int[FIRST_SIZE];
    private int[] ends = new int[FIRST_SIZE];
    private long[] kinds = new long[FIRST_SIZE];
    private int[] values = new int[FIRST_SIZE];

    private TimeTokens(Words words) {
        this.words = words;
    }

    static long bits(Kind... kinds) {
        long bits = 0;
        for (Kind kind : kinds) {
            bits |= kind.bit;
        }
        return bits;
    }

    /** The surroundings of the words that can tell a time; null when there are none. */
    static TimeTokens of(Words words, TimeWords terms) {
        int read = Math.min(words.count(), WORDS_READ);
        TimeTokens tokens = null;
        int done = 0;
        for (int word = 0; word < read; word++) {
            if (tells(words, word, terms)) {
                tokens = tokens == null ? new TimeTokens(words) : tokens;
                int end = Math.min(read, word + TAIL);
                done = Math.max(done, word - LEAD);
                while (done < end) {
                    done = tokens.add(done, terms);
                }
            }
        }
        return tokens;
    }

    private static boolean tells(Words words, int word, TimeWords terms) {
        if (words.isNumber(word)) {
            return numberTells(words, word, terms);
        }
        if (words.hasDigit(word)) {
            return mixedTells(words, word);
        }
        char first = words.lowerAt(words.start(word));
        if (TimeWords.isPieceUnit(first)) {
            for (int i = words.start(word); i < words.end(word); i++) {
                if (terms.beginsPiece(words.lowerAt(i))) {
                    return true;
                }
            }
            return false;
        }
        PhraseMap.Phrase<Term> phrase = terms.longest(words, word);
        if (phrase == null) {
            return false;
        }
        long kinds = phrase.value().kinds();
        return (kinds & TELLING) != 0 || (kinds & Kind.UNIT.bit) != 0 && isLength(words, word, terms);
    }

    /** Whether a unit of time is likely that of a length that says when: "in 3 hours", "3 hours left". */
    private static boolean isLength(Words words, int unit, TimeWords terms) {
        int from = Math.max(0, unit - LEADS_BEFORE);
        for (int word = from; word < unit; word++) {
            PhraseMap.Phrase<Term> phrase = terms.longest(words, word);
            if (phrase != null && (phrase.value().kinds() & LEADING) != 0) {
                return true;
            }
        }
        PhraseMap.Phrase<Term> next = unit + 1 < words.count() ? terms.longest(words, unit + 1) : null;
        return next != null && (next.value().kinds() & FOLLOWING) != 0;
    }

    /** A clock, the parts of a date, or seconds since 1970. */
    private static boolean numberTells(Words words, int word, TimeWords terms) {
        int end = words.end(word);
        char mark = words.at(end);
        int length = words.length(word);
        if (length == EPOCH_DIGITS) {
            return words.at(words.start(word) - 1) == ':';
        }
        if (length == 4 && !Characters.isDigit(words.at(end + 1))) {
            boolean year = words.at(end - 4) == '2' && words.at(end - 3) == '0';
            return year && word > 0 && terms.longest(words, word - 1) != null; // "in 2025"
        }
        if (mark == ':') {
            return length <= 2 && Characters.isDigit(words.at(end + 1));
        }
        if (mark == '/' || mark == '-' || mark == '.') {
            boolean three = word + 2 < words.count() && words.at(words.end(word + 1)) == mark;
            return three && Characters.isDigit(words.at(end + 1)) && length <= 4;
        }
        return false;
    }

    /** {@code 5th}, {@code 2pm}, {@code 3h}, {@code Q3} and words of scripts without spaces, but not {@code 10x}. */
    private static boolean mixedTells(Words words, int word) {
        int at = words.start(word);
        char first = words.lowerAt(at);
        if (!Characters.isDigit(first)) {
            return TimeWords.isPieceUnit(first) || words.length(word) == 2 && (first == 'q' || first == 'h');
        }
        while (Characters.isDigit(words.at(at))) {
            at++;
        }
        boolean ordinal = words.end(word) - at == 2 && words.lowerAt(at + 1) != 'm';
        return switch (words.lowerAt(at)) {
            case 's', 'n', 'r', 't' -> !ordinal; // "1st" tells nothing without a month
            case 'x', 'k', 'b', 'c', 'e', 'f' -> false;
            default -> true;
        };
    }

    private int add(int word, TimeWords terms) {
        if (words.inLink(word) || words.inHandle(word)) {
            put(words.start(word), words.end(word), 0, 0);
            return word + 1;
        }
        if (words.isNumber(word)) {
            number(words.start(word), words.end(word));
            return word + 1;
        }
        if (words.hasDigit(word) || TimeWords.isPieceUnit(words.lowerAt(words.start(word)))) {
            PhraseMap.Phrase<Term> phrase = terms.longest(words, word);
            if (phrase == null || phrase.words() == 1) {
                pieces(words.start(word), words.end(word), terms);
                return word + 1;
            }
        }
        PhraseMap.Phrase<Term> phrase = terms.longest(words, word);
        int last = phrase == null ? word : word + phrase.words() - 1;
        put(
                words.start(word),
                words.end(last),
                phrase == null ? 0 : phrase.value().kinds(),
                phrase == null ? 0 : phrase.value().value());
        return last + 1;
    }

    private void pieces(int from, int to, TimeWords terms) {
        int at = from;
        while (at < to) {
            char c = words.lowerAt(at);
            int end = at + 1;
            if (Characters.isDigit(c)) {
                while (end < to && (Characters.isDigit(words.at(end)) || words.at(end) == Characters.SKIP)) {
                    end++;
                }
                number(at, end);
            } else if (TimeWords.isPieceUnit(c)) {
                int length = terms.piece(words, at, to);
                while (length == 0 && end < to && TimeWords.isPieceUnit(words.lowerAt(end))) {
                    if (terms.piece(words, end, to) > 0) {
                        break;
                    }
                    end++;
                }
                end = length == 0 ? end : at + length;
                put(at, end, length == 0 ? null : terms.exact(words, at, end));
            } else {
                while (end < to && !Characters.isDigit(words.at(end)) && !TimeWords.isPieceUnit(words.lowerAt(end))) {
                    end++;
                }
                put(at, end, terms.exact(words, at, end));
            }
            at = end;
        }
    }

    private void number(int start, int end) {
        int value = 0;
        int digits = 0;
        for (int i = start; i < end; i++) {
            if (Characters.isDigit(words.at(i))) {
                value = digits < 9 ? value * 10 + words.at(i) - '0' : -1;
                digits++;
            }
        }
        put(start, end, Kind.NUMBER.bit, digits > 9 ? -1 : value);
    }

    private void put(int start, int end, Term term) {
        put(start, end, term == null ? 0 : term.kinds(), term == null ? 0 : term.value());
    }

    private void put(int start, int end, long kind, int value) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
            kinds = Arrays.copyOf(kinds, count * 2);
            values = Arrays.copyOf(values, count * 2);
        }
        starts[count] = start;
        ends[count] = end;
        kinds[count] = kind;
        values[count] = value;
        count++;
    }

    int count() {
        return count;
    }

    /** False also outside the text. */
    boolean is(int token, Kind kind) {
        return isAny(token, kind.bit);
    }

    boolean isAny(int token, long bits) {
        return token >= 0 && token < count && (kinds[token] & bits) != 0;
    }

    int value(int token) {
        return values[token];
    }

    int start(int token) {
        return starts[token];
    }

    int end(int token) {
        return ends[token];
    }

    int length(int token) {
        return ends[token] - starts[token];
    }

    /** Units between a token and the one before; large at the beginning. */
    int gap(int token) {
        return token > 0 && token < count ? starts[token] - ends[token - 1] : Integer.MAX_VALUE;
    }

    boolean glued(int token) {
        return gap(token) == 0;
    }

    /** Whether exactly one mark stands between a token and the one before. */
    boolean joinedBy(int token, char mark) {
        return gap(token) == 1 && words.at(starts[token] - 1) == mark;
    }

    /** Whether a unit stands between a token and the one before. */
    boolean between(int token, char unit) {
        if (token <= 0 || token >= count) {
            return false;
        }
        for (int i = ends[token - 1]; i < starts[token]; i++) {
            if (words.at(i) == unit) {
                return true;
            }
        }
        return false;
    }

    char at(int offset) {
        return words.at(offset);
    }

    boolean isUpper(int token) {
        char c = words.at(starts[token]);
        return Character.isUpperCase(c);
    }

    boolean isCapitals(int token) {
        return isUpper(token) && Character.isUpperCase(words.at(ends[token] - 1));
    }

    /** Seconds since 1970 that a figure of ten digits spells; -1 = it is none. */
    long epochSeconds(int token) {
        if (!is(token, Kind.NUMBER) || length(token) != EPOCH_DIGITS) {
            return -1;
        }
        return Long.parseLong(words.plain(starts[token], ends[token]));
    }

    /** 1 to 31; -1 = none. */
    int dayOfMonth(int token) {
        boolean figure = is(token, Kind.NUMBER) && length(token) <= 2;
        int value = figure ? value(token) : 0;
        return value >= 1 && value <= 31 ? value : -1;
    }

    /** Whether a figure is the end of a longer one, or an amount. */
    boolean figureBegan(int token) {
        char before = at(start(token) - 1);
        if (before == '$' || before == '\u20AC' || before == '\u00A3' || before == '#') {
            return true;
        }
        boolean joint = before == '.' || before == ',' || before == '/' || before == ':';
        return joint && Characters.isDigit(at(start(token) - 2));
    }

    /** Whether a longer figure begins with this one, or a share. */
    boolean figureGoesOn(int token) {
        char after = at(end(token));
        if (after == '%') {
            return true;
        }
        boolean joint = after == '.' || after == ',' || after == ':' || after == '/';
        return joint && Characters.isDigit(at(end(token) + 1));
    }

    /** Goes over words that only lead, while the gaps are small. */
    int skip(int token, long kinds, int most, int gap) {
        int at = token;
        while (at - token < most && isAny(at, kinds) && gap(at) <= gap) {
            at++;
        }
        return at > token && gap(at) > gap ? token : at;
    }
    /** Index of the token behind what stands between the ends of a span; -1 = nothing of the kind does. */
    int separator(int next, boolean between) {
        if (next >= count() || gap(next) > FAR) {
            return -1;
        }
        if (between(next, '\n')) {
            return -1;
        }
        if (isAny(next, Kind.TO.bit | Kind.UNTIL.bit) || between && is(next, Kind.AND)) {
            return skip(next + 1, Kind.AT.bit | Kind.OF.bit | Kind.TO.bit, 2, NEAR);
        }
        return between(next, '-') || between(next, '~') || between(next, '\u2192') ? next : -1;
    }
}
