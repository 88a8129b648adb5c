package io.tokentape.topology.alert;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sums of US dollars as texts state them: {@code $1.2M}, {@code 12,500,000 USD}, {@code 3 billion dollars}. */
final class Amounts {
    /** Of a longer text only the beginning is read, in UTF-16 units. */
    private static final int MOST_TEXT = 4_096;

    private static final String NUMBER = "(\\d{1,3}(?:,\\d{3})+(?:\\.\\d{1,2})?|\\d{1,15}(?:\\.\\d{1,6})?)";
    private static final String SCALE = "\\s?(thousand|million|billion|trillion|mln|mn|bn|[kmbt])?";
    private static final String NO_WORD = "(?![\\p{L}\\p{N}])";

    private static final Pattern STATED = Pattern.compile(
            "(?:\\$|\\busd\\s?)\\s?" + NUMBER + SCALE + NO_WORD + "|(?<![\\p{L}\\p{N}.,])" + NUMBER + SCALE
                    + "\\s?(?:\\$|usd[tc]?|dollars?)" + NO_WORD,
            Pattern.CASE_INSENSITIVE);

    private Amounts() {}

    /** The largest sum that a text states; empty = none. */
    static OptionalDouble largestUsd(String text) {
        Matcher matcher = STATED.matcher(text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) : text);
        OptionalDouble largest = OptionalDouble.empty();
        while (matcher.find()) {
            boolean before = matcher.group(1) != null;
            double amount = Double.parseDouble(matcher.group(before ? 1 : 3).replace(",", ""))
                    * scale(matcher.group(before ? 2 : 4));
            if (largest.isEmpty() || amount > largest.getAsDouble()) {
                largest = OptionalDouble.of(amount);
            }
        }
        return largest;
    }

    private static double scale(String word) {
        if (word == null) {
            return 1;
        }
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "k", "thousand" -> 1e3;
            case "m", "mn", "mln", "million" -> 1e6;
            case "b", "bn", "billion" -> 1e9;
            default -> 1e12;
        };
    }
}
