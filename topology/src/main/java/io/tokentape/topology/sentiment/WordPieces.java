package io.tokentape.topology.sentiment;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Cuts a text into the numbered word pieces of BERT (Devlin et al., 2018; the tokenisation of its reference
 * implementation): words, marks and CJK signs apart, each word split into the longest pieces that the vocabulary has, and
 * as a whole unknown where that fails. Cost linear in the text. Immutable.
 */
final class WordPieces {
    private static final String UNKNOWN = "[UNK]";
    private static final String BEGIN = "[CLS]";
    private static final String END = "[SEP]";
    private static final String CONTINUED = "##";
    private static final int LONGEST_WORD = 100;

    private final Map<String, Integer> numbers;
    private final boolean lowerCase;
    private final int longestPiece;
    private final int unknown;
    private final int begin;
    private final int end;

    private WordPieces(Map<String, Integer> numbers, boolean lowerCase) {
        this.numbers = numbers;
        this.lowerCase = lowerCase;
        this.longestPiece =
                numbers.keySet().stream().mapToInt(String::length).max().orElse(0);
        this.unknown = number(UNKNOWN);
        this.begin = number(BEGIN);
        this.end = number(END);
    }

    /**
     * Reads a {@code vocab.txt}: one piece a line, its number that of the line from 0.
     *
     * @param lowerCase whether the model knows neither capitals nor accents
     * @throws IllegalArgumentException when it is no vocabulary of BERT
     */
    static WordPieces read(Path vocabulary, boolean lowerCase) throws IOException {
        Map<String, Integer> numbers = new HashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(vocabulary, StandardCharsets.UTF_8)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                numbers.putIfAbsent(line.strip(), number++);
            }
        } catch (MalformedInputException e) {
            throw new IllegalArgumentException(vocabulary + " is not UTF-8", e);
        }
        try {
            return new WordPieces(numbers, lowerCase);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(vocabulary + ": " + e.getMessage(), e);
        }
    }

    /** How many numbers there are at least. */
    int size() {
        return numbers.size();
    }

    /**
     * The pieces of a text between those that stand for its beginning and its end.
     *
     * @param most how many at most, these two included; what comes after is not read
     */
    long[] of(String text, int most) {
        Pieces pieces = new Pieces(most - 1);
        pieces.add(begin);
        String plain = lowerCase ? withoutAccents(text.toLowerCase(Locale.ROOT)) : text;
        int at = 0;
        while (at < plain.length() && !pieces.full()) {
            int code = plain.codePointAt(at);
            int length = Character.charCount(code);
            if (isSkipped(code) || isBlank(code)) {
                at += length;
            } else if (standsAlone(code)) {
                split(plain.substring(at, at + length), pieces);
                at += length;
            } else {
                StringBuilder word = new StringBuilder();
                at = word(plain, at, word);
                split(word.toString(), pieces);
            }
        }
        return pieces.endedBy(end);
    }

    /** Collects a word; gives back where it ends. */
    private static int word(String text, int from, StringBuilder word) {
        int at = from;
        while (at < text.length()) {
            int code = text.codePointAt(at);
            if (!isSkipped(code)) {
                if (isBlank(code) || standsAlone(code)) {
                    return at;
                }
                word.appendCodePoint(code);
            }
            at += Character.charCount(code);
        }
        return at;
    }

    private void split(String word, Pieces pieces) {
        if (word.codePointCount(0, word.length()) > LONGEST_WORD) {
            pieces.add(unknown);
            return;
        }
        long[] found = new long[word.length()];
        int count = 0;
        int start = 0;
        while (start < word.length()) {
            String beginning = start == 0 ? "" : CONTINUED;
            int stop = Math.min(word.length(), start + longestPiece - beginning.length());
            Integer number = null;
            while (stop > start && number == null) {
                number = numbers.get(beginning + word.substring(start, stop));
                stop -= number == null ? 1 : 0;
            }
            if (number == null) {
                pieces.add(unknown);
                return;
            }
            found[count++] = number;
            start = stop;
        }
        for (int i = 0; i < count; i++) {
            pieces.add(found[i]);
        }
    }

    private int number(String piece) {
        Integer number = numbers.get(piece);
        if (number == null) {
            throw new IllegalArgumentException("lacks the piece " + piece);
        }
        return number;
    }

    private static String withoutAccents(String text) {
        String apart = Normalizer.normalize(text, Normalizer.Form.NFD);
        StringBuilder plain = new StringBuilder(apart.length());
        apart.codePoints()
                .filter(code -> Character.getType(code) != Character.NON_SPACING_MARK)
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }

    private static boolean isBlank(int code) {
        return code == ' '
                || code == '\t'
                || code == '\n'
                || code == '\r'
                || Character.getType(code) == Character.SPACE_SEPARATOR;
    }

    private static boolean isSkipped(int code) {
        return code == 0
                || code == 0xFFFD
                || switch (Character.getType(code)) {
                    case Character.CONTROL, Character.FORMAT -> !isBlank(code);
                    case Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE -> true;
                    default -> false;
                };
    }

    private static boolean standsAlone(int code) {
        if (code < 0x80) {
            return code > ' ' && !Character.isLetterOrDigit(code);
        }
        return switch (Character.getType(code)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> isChinese(code);
        };
    }

    private static boolean isChinese(int code) {
        return code >= 0x4E00 && code <= 0x9FFF
                || code >= 0x3400 && code <= 0x4DBF
                || code >= 0xF900 && code <= 0xFAFF
                || code >= 0x20000 && code <= 0x2CEAF
                || code >= 0x2F800 && code <= 0x2FA1F;
    }

    /** A list that takes so many numbers and no more. */
    private static final class Pieces {
        private final long[] numbers;
        private int count;

        Pieces(int most) {
            this.numbers = new long[most];
        }

        boolean full() {
            return count == numbers.length;
        }

        void add(long number) {
            if (!full()) {
                numbers[count++] = number;
            }
        }

        long[] endedBy(long end) {
            long[] all = Arrays.copyOf(numbers, count + 1);
            all[count] = end;
            return all;
        }
    }
}
