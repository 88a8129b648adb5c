package io.tokentape.topology.watch;

import io.tokentape.topology.text.Characters;
import io.tokentape.topology.text.Words;
import java.util.Arrays;

/**
 * A name or keyword in the form in which it is looked up.
 *
 * @param key its words in lower case with the marks between them
 * @param hashes of its first word, its first two words … all its words
 */
record Phrase(String key, long[] hashes) {
    private static final int MOST_WORDS = 16;

    /** @throws IllegalArgumentException when it has no words, or more than can be looked for */
    static Phrase of(String text) {
        Words words = Words.of(text);
        if (words.count() == 0 || words.count() > MOST_WORDS) {
            throw new IllegalArgumentException("not 1 to " + MOST_WORDS + " words: " + text);
        }
        long[] hashes = new long[words.count()];
        StringBuilder key = new StringBuilder(words.lower(0));
        hashes[0] = words.hash(0);
        for (int i = 1; i < hashes.length; i++) {
            String marks = Gap.after(words, i - 1);
            if (marks == Gap.BROKEN) {
                throw new IllegalArgumentException("too much between two words: " + text);
            }
            hashes[i] = Words.join(Gap.join(hashes[i - 1], marks), words.hash(i));
            Gap.append(key, marks);
            key.append(words.lower(i));
        }
        return new Phrase(key.toString(), hashes);
    }

    /** As hashtags write it. */
    Phrase glued() {
        StringBuilder units = new StringBuilder(key.length());
        for (int i = 0; i < key.length(); i++) {
            if (Characters.isWordUnit(key.charAt(i))) {
                units.append(key.charAt(i));
            }
        }
        return of(units.toString());
    }

    long hash() {
        return hashes[hashes.length - 1];
    }

    int words() {
        return hashes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Phrase phrase && key.equals(phrase.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return key + Arrays.toString(hashes);
    }
}
