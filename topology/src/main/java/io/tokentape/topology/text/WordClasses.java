package io.tokentape.topology.text;

import java.util.HashMap;
import java.util.Map;

/** The words of markets by what they say: {@code rise}, {@code miss}, {@code halt} … Immutable. */
final class WordClasses {
    /** What a class's number leaves when divided by 3. */
    static final int GOOD = 1;

    static final int BAD = 2;

    /** Words of the general list have classes from here on, by their strength. */
    private static final int GENERAL = 60;

    private final PhraseMap<Integer> classes;

    private WordClasses(PhraseMap<Integer> classes) {
        this.classes = classes;
    }

    /** Reads the list that is shipped. */
    static WordClasses shipped() {
        Map<String, Integer> classes = new HashMap<>();
        Map<String, Integer> numbers = new HashMap<>();
        PhraseMap.read(WordClasses.class, "word-classes.tsv", (name, words) -> {
            int place = numbers.computeIfAbsent(name, n -> numbers.size() + 1);
            Integer number = place * 3 + (name.charAt(0) == '+' ? GOOD : name.charAt(0) == '-' ? BAD : 0);
            for (String word : words.split(" ")) {
                add(classes, word.replace('_', ' ').replace('-', ' '), number);
            }
        });
        PhraseMap.read(WordClasses.class, "vader.tsv", (word, valence) -> {
            double strength = Double.parseDouble(valence);
            int step = (int) Math.min(3, Math.abs(strength));
            if (step > 0) {
                classes.putIfAbsent(word, (GENERAL + step) * 3 + (strength > 0 ? GOOD : BAD));
            }
        });
        return new WordClasses(PhraseMap.of(classes));
    }

    /** The longest phrase of a class that begins at a word; its value is the number of the class, from 1. Null = none. */
    PhraseMap.Phrase<Integer> at(Words words, int word) {
        return classes.longest(words, word);
    }

    private static void add(Map<String, Integer> classes, String entry, Integer number) {
        int forms = entry.indexOf('+');
        if (forms < 0) {
            classes.putIfAbsent(entry, number);
            return;
        }
        String stem = entry.substring(0, forms);
        boolean doubled = entry.startsWith("++", forms);
        String rest = entry.substring(forms + (doubled ? 2 : 1));
        String before = stem.substring(0, stem.length() - 1);
        char last = stem.charAt(stem.length() - 1);
        classes.putIfAbsent(stem + rest, number);
        if (doubled) {
            classes.putIfAbsent(stem + "s" + rest, number);
            classes.putIfAbsent(stem + last + "ed" + rest, number);
            classes.putIfAbsent(stem + last + "ing" + rest, number);
        } else if (last == 'e') {
            classes.putIfAbsent(stem + "s" + rest, number);
            classes.putIfAbsent(stem + "d" + rest, number);
            classes.putIfAbsent(before + "ing" + rest, number);
        } else if (last == 'y' && "aeiou".indexOf(stem.charAt(stem.length() - 2)) < 0) {
            classes.putIfAbsent(before + "ies" + rest, number);
            classes.putIfAbsent(before + "ied" + rest, number);
            classes.putIfAbsent(stem + "ing" + rest, number);
        } else {
            boolean hissing = last == 's' || last == 'x' || last == 'h' || last == 'z';
            classes.putIfAbsent(stem + (hissing ? "es" : "s") + rest, number);
            classes.putIfAbsent(stem + "ed" + rest, number);
            classes.putIfAbsent(stem + "ing" + rest, number);
        }
    }
}
