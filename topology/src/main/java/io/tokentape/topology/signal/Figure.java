package io.tokentape.topology.signal;

import io.tokentape.topology.text.Characters;
import io.tokentape.topology.text.Words;

/**
 * A number as a call writes it.
 *
 * @param end offset behind the number and its unit
 * @param integer true: digits alone, without separators or unit
 */
record Figure(double value, Signal.Unit unit, int end, boolean integer) {
    private static final int LONGEST = 24;

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
            } else if (c == ',' && !dot && Characters.isDigit(words.at(at + 1))) {
                int following = digitsAfter(words, at);
                if (following == 3 && (comma || digits.length() <= 2) && digits.charAt(0) != '0') {
                    comma = true;
                } else if (!comma && (following <= 2 || digits.length() == 1)) {
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
        return withUnit(words, at, value, !dot && !comma);
    }

    private static int digitsAfter(Words words, int comma) {
        int count = 0;
        while (count < LONGEST && Characters.isDigit(words.at(comma + 1 + count))) {
            count++;
        }
        return count;
    }

    private static Figure withUnit(Words words, int end, double value, boolean integer) {
        char c = words.lowerAt(end);
        int spaced = c == ' ' ? end + 1 : end;
        char mark = words.at(spaced);
        if (mark == '%' || mark == '\u2105') {
            return new Figure(value, Signal.Unit.PERCENT, spaced + 1, false);
        }
        boolean wordGoesOn = Characters.isWordUnit(words.at(end));
        if (!wordGoesOn) {
            return new Figure(value, Signal.Unit.PRICE, end, integer);
        }
        boolean oneLetter = !Characters.isWordUnit(words.at(end + 1));
        if (oneLetter && c == 'k') {
            return new Figure(value * 1000, Signal.Unit.PRICE, end + 1, false);
        }
        if (oneLetter && c == 'x') {
            return new Figure(value, Signal.Unit.MULTIPLE, end + 1, false);
        }
        int letters = end;
        while (Characters.isWordUnit(words.at(letters)) && letters - end < 10) {
            letters++;
        }
        return switch (words.lower(end, letters)) {
            case "sat", "sats", "satoshi", "satoshis", "usd", "usdt", "btc" ->
                new Figure(value, Signal.Unit.PRICE, letters, false);
            default -> null;
        };
    }
}
