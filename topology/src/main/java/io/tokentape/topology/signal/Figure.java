package io.tokentape.topology.signal;

import io.tokentape.topology.text.Characters;
import io.tokentape.topology.text.Words;

/**
 * A number as a call writes it.
 *
 * @param start offset of its first unit
 * @param end offset behind the number and its unit
 * @param integer true: digits alone, without separators or unit
 * @param decimals digits behind the point
 */
record Figure(double value, Signal.Unit unit, int start, int end, boolean integer, int decimals) {
    private static final int LONGEST = 24;
    private static final int LONGEST_UNIT = 10;
    /** What Korean counts hours, minutes, days, weeks, months, years, pieces, people, places and times with. */
    private static final String NO_LEVEL = "\uC2DC\uBD84\uC77C\uC8FC\uC6D4\uB144\uAC1C\uBA85\uC704\uCC28";

    /** The number that begins with a word, or null when the word is something else: a time, an ordinal, a name. */
    static Figure at(Words words, int word) {
        int start = words.start(word);
        if (!Characters.isDigit(words.at(start))) {
            return null;
        }
        char before = words.at(start - 2);
        if (words.at(start - 1) == '.' && before != '.' && !Characters.isWordUnit(before)) {
            start--;
        }
        StringBuilder digits = new StringBuilder(LONGEST);
        boolean dot = false;
        boolean comma = false;
        int at = start;
        for (; at - start < LONGEST; at++) {
            char c = words.at(at);
            if (Characters.isDigit(c)) {
                digits.append(c);
            } else if (c == '.' && !dot && (at == start || Characters.isDigit(words.at(at + 1)))) {
                digits.append('.');
                dot = true;
            } else if ((c == ',' || c == '\'') && !dot && Characters.isDigit(words.at(at + 1))) {
                int following = digitsAfter(words, at);
                if (following == 3 && (comma || isThousands(words, at, digits))) {
                    comma = true;
                } else if (c == ',' && !comma && isDecimalComma(words, at, digits.length(), following)) {
                    digits.append('.');
                    dot = true;
                } else {
                    break; // the comma of a list
                }
            } else {
                break;
            }
        }
        if (words.at(at) == ':'
                && Characters.isDigit(words.at(at + 1))
                && Characters.isDigit(words.at(at + 2))
                && !dot) {
            return null; // a time of day
        }
        double value = Double.parseDouble(digits.toString());
        int decimals = dot ? digits.length() - digits.indexOf(".") - 1 : 0;
        return withUnit(words, start, at, value, !dot && !comma, decimals);
    }

    private static int digitsAfter(Words words, int comma) {
        int count = 0;
        while (count < LONGEST && Characters.isDigit(words.at(comma + 1 + count))) {
            count++;
        }
        return count;
    }

    /** {@code 0,00012} and {@code 27,5}, but not {@code 95,97,99}. */
    private static boolean isDecimalComma(Words words, int comma, int before, int following) {
        boolean list = words.at(comma + 1 + following) == ','
                && Characters.isDigit(words.at(comma + 2 + following))
                && !(before == 1 && words.at(comma - 1) == '0');
        return !list && (following <= 2 || before == 1);
    }

    /** {@code 9,150} and {@code 120,500.5}; but {@code 120,130} is a list, and {@code 0,125} a fraction. */
    private static boolean isThousands(Words words, int comma, StringBuilder before) {
        boolean fraction = words.at(comma + 4) == '.' && Characters.isDigit(words.at(comma + 5));
        return before.charAt(0) != '0' && (before.length() <= 2 || before.length() == 3 && fraction);
    }

    private static Figure withUnit(Words words, int start, int end, double value, boolean integer, int decimals) {
        char c = words.lowerAt(end);
        int spaced = c == ' ' ? end + 1 : end;
        char mark = words.at(spaced);
        if (mark == '%' || mark == '\u2105' || mark == '\uFF05') {
            return new Figure(value, Signal.Unit.PERCENT, start, spaced + 1, false, decimals);
        }
        if (words.at(start - 1) == '%' && !Characters.isDigit(words.at(start - 2))) {
            return new Figure(value, Signal.Unit.PERCENT, start - 1, end, false, decimals);
        }
        if (mark == '\u00D7' || words.lowerAt(spaced) == 'x' && spaced > end && isAlone(words, spaced)) {
            return new Figure(value, Signal.Unit.MULTIPLE, start, spaced + 1, false, decimals);
        }
        if (!Characters.isWordUnit(words.at(end)) || words.at(end) == Characters.SKIP) {
            return new Figure(value, Signal.Unit.PRICE, start, end, integer, decimals);
        }
        if (Character.UnicodeScript.of(c) == Character.UnicodeScript.HANGUL) {
            return NO_LEVEL.indexOf(c) >= 0 ? null : new Figure(value, Signal.Unit.PRICE, start, end, false, decimals);
        }
        if (isAlone(words, end) && (c == 'k' || c == '\u043A')) {
            return new Figure(value * 1000, Signal.Unit.PRICE, start, end + 1, false, decimals);
        }
        if (isAlone(words, end) && (c == 'x' || c == '\u0445')) {
            return new Figure(value, Signal.Unit.MULTIPLE, start, end + 1, false, decimals);
        }
        int letters = end;
        while (Characters.isWordUnit(words.at(letters)) && letters - end < LONGEST_UNIT) {
            letters++;
        }
        return switch (words.lower(end, letters)) {
            case "sat", "sats", "sts", "satoshi", "satoshis", "usd", "usdt", "busd", "btc", "eth", "bnb", "tl", "$" ->
                new Figure(value, Signal.Unit.PRICE, start, letters, false, decimals);
            case "xx", "xxx" -> // the last digits left open
                new Figure(value, Signal.Unit.PRICE, start, letters, false, decimals);
            default -> null;
        };
    }

    /** Whether a letter is a word's last. */
    private static boolean isAlone(Words words, int offset) {
        return !Characters.isWordUnit(words.at(offset + 1));
    }
}
