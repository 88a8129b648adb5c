package io.tokentape.topology.signal;

import io.tokentape.topology.text.Characters;
import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.Words;

/**
 * The words of a text as a call's grammar knows them: what announces something, numbers, and all else. Line breaks and
 * the marks behind a number are facts of the tokens. Cost linear in the text.
 */
final class CallTokens {
    /** What a token is. */
    enum Kind {
        /** A word that means nothing to the grammar. */
        WORD,
        CUE,
        /** "TP1", "T2": a target with its number. */
        INDEXED_TARGET,
        NUMBER,
        /** A date or time. */
        MOMENT
    }

    /** So many words of a text are read. */
    static final int MOST = 600;

    private static final int LONGEST_INDEXED = 9;
    private static final int LONGEST_LEVERAGE = 4;
    private static final int MOST_PARTS = 10;

    private final Words words;
    private final SignalWords vocabulary;
    private final Kind[] kinds;
    private final Cue[] cues;
    private final Figure[] figures;
    private final int[] first;
    private final int[] lines;
    private final boolean[] counted;
    private int count;
    private int line;
    private String exchange;
    private boolean speaks;

    private CallTokens(Words words, SignalWords vocabulary) {
        this.words = words;
        this.vocabulary = vocabulary;
        int size = Math.min(words.count(), MOST);
        this.kinds = new Kind[size];
        this.cues = new Cue[size];
        this.figures = new Figure[size];
        this.first = new int[size];
        this.lines = new int[size];
        this.counted = new boolean[size];
    }

    static CallTokens of(Words words, SignalWords vocabulary) {
        CallTokens tokens = new CallTokens(words, vocabulary);
        tokens.read();
        return tokens;
    }

    Words words() {
        return words;
    }

    int count() {
        return count;
    }

    Kind kind(int token) {
        return kinds[token];
    }

    /** What a cue announces; of an indexed target TARGET; else null. */
    Cue cue(int token) {
        return cues[token];
    }

    /** The number; null of anything else. */
    Figure figure(int token) {
        return figures[token];
    }

    /** The first word of a token. */
    int word(int token) {
        return first[token];
    }

    /** The number of a token's line, from 0. */
    int line(int token) {
        return lines[token];
    }

    boolean startsLine(int token) {
        return token == 0 || lines[token] != lines[token - 1];
    }

    /** Whether a number counts hours, members and the like. */
    boolean isCounted(int token) {
        return counted[token];
    }

    /** The first exchange named, also in a link; null = none. */
    String exchange() {
        for (int word = 0; exchange == null && word < kinds.length; word++) {
            PhraseMap.Phrase<String> named = vocabulary.exchanges().longest(words, word);
            exchange = named == null ? null : named.value();
        }
        return exchange;
    }

    /** Whether any word speaks of trading: without one no call is read. */
    boolean speaksOfTrading() {
        return speaks;
    }

    /** Offset of a token's first unit. */
    int start(int token) {
        return figures[token] != null ? figures[token].start() : words.start(first[token]);
    }

    /** Whether two numbers are written as one range or list: nothing but dashes, slashes, commas and spaces between. */
    boolean joined(int token) {
        if (token == 0 || figures[token] == null || figures[token - 1] == null || startsLine(token)) {
            return false;
        }
        boolean mark = false;
        for (int i = figures[token - 1].end(); i < figures[token].start(); i++) {
            char c = words.at(i);
            if (c == ' ' || c == '$' || c == Characters.SKIP) {
                continue;
            }
            if (c != '-' && c != '/' && c != '|' && c != ',' && c != '~' && c != '&' && c != '+' && c != '_') {
                return false;
            }
            mark = true;
        }
        return mark;
    }

    /** Whether a tick stands behind a token. */
    boolean ticked(int token) {
        int end = figures[token] == null ? words.end(first[token]) : figures[token].end();
        for (int i = end; i < end + 4; i++) {
            char c = words.at(i);
            if (c == '\u2705' || c == '\u2714' || c == '\u2611') {
                return true;
            }
            if (c == '\n') {
                return false;
            }
        }
        return false;
    }

    private void read() {
        int size = kinds.length;
        int word = 0;
        while (word < size) {
            if (word > 0 && lineBreak(words.end(word - 1), words.start(word))) {
                line++;
            }
            word = words.inLink(word) || words.inHandle(word) ? word + 1 : next(word);
        }
        markCounted();
    }

    private int next(int word) {
        char start = words.lowerAt(words.start(word));
        if (Characters.isDigit(start)) {
            return number(word);
        }
        if (words.hasDigit(word) && isIndexedTarget(word)) {
            add(Kind.INDEXED_TARGET, word);
            cues[count - 1] = Cue.TARGET;
            speaks = true;
            return word + 1;
        }
        if (start == 'x' && words.hasDigit(word)) {
            Figure leverage = leverage(word);
            if (leverage != null) {
                add(Kind.NUMBER, word);
                figures[count - 1] = leverage;
                return word + 1;
            }
        }
        PhraseMap.Phrase<Cue> phrase = vocabulary.cues().longest(words, word);
        if (phrase == null) {
            add(Kind.WORD, word);
            return word + 1;
        }
        add(Kind.CUE, word);
        // "#short" says how long to hold.
        boolean tag = words.at(words.start(word) - 1) == '#' && words.isLower(word);
        boolean position = phrase.value() == Cue.LONG || phrase.value() == Cue.SHORT;
        boolean duration = position && (tag || isDuration(word));
        cues[count - 1] = duration ? Cue.PLAIN : phrase.value();
        speaks |= speaks(cues[count - 1]);
        return word + phrase.words();
    }

    /** "short - mid term", "term: short". */
    private boolean isDuration(int word) {
        for (int next = word + 1; next < Math.min(words.count(), word + 3); next++) {
            if (isTerm(next) && words.start(next) - words.end(next - 1) <= 3) {
                return true;
            }
        }
        return word > 0 && isTerm(word - 1) && words.start(word) - words.end(word - 1) <= 3;
    }

    private boolean isTerm(int word) {
        return switch (words.length(word) > 7 ? "" : words.lower(word)) {
            case "term", "terms", "termed", "mid", "medium" -> true;
            default -> false;
        };
    }

    private static boolean speaks(Cue cue) {
        return switch (cue) {
            case PLAIN, NOW, SKIP, UNIT, PROFIT, CURRENT, COIN, LEVERAGE -> false;
            default -> true;
        };
    }

    private void add(Kind kind, int word) {
        kinds[count] = kind;
        first[count] = word;
        lines[count] = line;
        count++;
    }

    private int number(int word) {
        int date = dateEnd(word);
        if (date > word) {
            add(Kind.MOMENT, word);
            return Math.min(date, kinds.length);
        }
        Figure figure = Figure.at(words, word);
        if (figure == null) {
            add(Kind.MOMENT, word);
            return word + 1;
        }
        add(Kind.NUMBER, word);
        figures[count - 1] = figure;
        int after = word + 1;
        while (after < kinds.length && words.start(after) < figure.end()) {
            after++;
        }
        return after;
    }

    /** Behind three numbers with slashes, dots or hyphens between, one of them a year; else the word itself. */
    private int dateEnd(int word) {
        if (word + 2 >= words.count()
                || !words.isNumber(word)
                || !words.isNumber(word + 1)
                || !words.isNumber(word + 2)) {
            return word;
        }
        char mark = words.at(words.end(word));
        boolean tight =
                words.start(word + 1) == words.end(word) + 1 && words.start(word + 2) == words.end(word + 1) + 1;
        boolean marked = mark == words.at(words.end(word + 1)) && (mark == '/' || mark == '.' || mark == '-');
        boolean yearFirst = isYear(word) && words.length(word + 2) <= 2;
        boolean yearLast = isYear(word + 2) && words.length(word) <= 2;
        return tight && marked && words.length(word + 1) <= 2 && (yearFirst || yearLast) ? word + 3 : word;
    }

    private boolean isYear(int word) {
        return words.length(word) == 4 && words.at(words.start(word)) == '2' && words.at(words.start(word) + 1) == '0';
    }

    private boolean isIndexedTarget(int word) {
        int length = words.length(word);
        if (length < 2 || length > LONGEST_INDEXED) {
            return false;
        }
        int digits = words.end(word);
        while (digits > words.start(word) && Characters.isDigit(words.at(digits - 1))) {
            digits--;
        }
        return digits < words.end(word)
                && switch (words.lower(words.start(word), digits)) {
                    case "t", "tp", "tg", "tgt", "target", "targets", "tar", "goal", "goals" -> true;
                    case "objetivo", "alvo", "hedef", "obiettivo", "цель", "тп", "목표", "목표가" -> true;
                    default -> false;
                };
    }

    /** {@code x10}; null = something else. */
    private Figure leverage(int word) {
        int start = words.start(word);
        if (words.length(word) < 2 || words.length(word) > LONGEST_LEVERAGE) {
            return null;
        }
        double value = 0;
        for (int i = start + 1; i < words.end(word); i++) {
            if (!Characters.isDigit(words.at(i))) {
                return null;
            }
            value = value * 10 + words.at(i) - '0';
        }
        return new Figure(value, Signal.Unit.MULTIPLE, start, words.end(word), false, 0);
    }

    /** The numbers before "hours", "members" …, also those of a range, are no levels. */
    private void markCounted() {
        for (int token = 1; token < count; token++) {
            if (cues[token] == Cue.UNIT && figures[token - 1] != null && !startsLine(token) && near(token)) {
                counted[token - 1] = true;
                for (int before = token - 1; joined(before); before--) {
                    counted[before - 1] = true;
                }
            }
            if (isPart(token)) {
                counted[token - 1] = true;
                counted[token] = true;
            }
        }
    }

    /** "2/9 size": a part of the money. */
    private boolean isPart(int token) {
        Figure whole = figures[token];
        Figure part = figures[token - 1];
        boolean wordFollows = token + 1 < count && !startsLine(token + 1) && kinds[token + 1] == Kind.WORD;
        return whole != null
                && part != null
                && wordFollows
                && whole.integer()
                && part.integer()
                && part.value() < whole.value()
                && whole.value() <= MOST_PARTS
                && whole.start() == part.end() + 1
                && words.at(part.end()) == '/';
    }

    private boolean near(int token) {
        return words.start(first[token]) - figures[token - 1].end() <= 2
                && figures[token - 1].unit() == Signal.Unit.PRICE;
    }

    private boolean lineBreak(int from, int to) {
        for (int i = from; i < to; i++) {
            if (words.at(i) == '\n') {
                return true;
            }
        }
        return false;
    }
}
