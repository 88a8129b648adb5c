package io.tokentape.topology.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.zip.GZIPInputStream;

/**
 * Words and runs of words with a value each, looked up by hash at a word of a text; the longest run wins. The words are not
 * compared: with hashes of 64 bits, only a text made for it would be taken for a phrase that it might as well hold. Immutable.
 */
public final class PhraseMap<V> {
    private static final int LONGEST = 6;

    /**
     * A phrase that was found.
     *
     * @param words how many it has
     */
    public record Phrase<V>(int words, V value) {}

    // Open addressing; where the phrase is null but the hash is there, a longer phrase begins with these words.
    private final long[] hashes;
    private final Phrase<V>[] phrases;

    private PhraseMap(Map<String, V> values) {
        Map<Long, Phrase<V>> table = new HashMap<>();
        values.forEach((text, value) -> {
            Words words = Words.of(text);
            if (words.count() == 0 || words.count() > LONGEST) {
                throw new IllegalArgumentException("not a phrase of 1 to " + LONGEST + " words: " + text);
            }
            long hash = words.hash(0);
            for (int i = 1; i < words.count(); i++) {
                table.putIfAbsent(hash, null);
                hash = Words.join(hash, words.hash(i));
            }
            table.put(hash, new Phrase<>(words.count(), value));
        });
        int capacity = Integer.highestOneBit(Math.max(8, table.size())) * 4;
        this.hashes = new long[capacity];
        @SuppressWarnings("unchecked")
        Phrase<V>[] slots = (Phrase<V>[]) new Phrase<?>[capacity];
        this.phrases = slots;
        table.forEach((hash, phrase) -> {
            int slot = slot(hash);
            hashes[slot] = hash;
            phrases[slot] = phrase;
        });
    }

    public static <V> PhraseMap<V> of(Map<String, V> values) {
        return new PhraseMap<>(values);
    }

    /** The longest phrase that begins at a word, or null. */
    public Phrase<V> longest(Words words, int first) {
        Phrase<V> found = null;
        long hash = words.hash(first);
        int last = first;
        while (true) {
            int slot = slot(hash);
            if (hashes[slot] == 0) {
                return found;
            }
            Phrase<V> phrase = phrases[slot];
            if (phrase != null) {
                found = phrase;
            }
            if (last + 1 >= words.count() || last + 1 - first >= LONGEST || !words.adjacent(last)) {
                return found;
            }
            last++;
            hash = Words.join(hash, words.hash(last));
        }
    }

    /** The value of the one-word phrase at a word, or null. */
    public V get(Words words, int word) {
        int slot = slot(words.hash(word));
        Phrase<V> phrase = phrases[slot];
        return phrase == null ? null : phrase.value;
    }

    public boolean has(Words words, int word) {
        return get(words, word) != null;
    }

    /** Reads a resource: one phrase a line, after a tab what belongs to it; {@code #} begins a comment line. */
    public static void read(Class<?> owner, String resource, BiConsumer<String, String> line) {
        try (InputStream raw = owner.getResourceAsStream(resource);
                InputStream stream = resource.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                if (!text.isBlank() && !text.startsWith("#")) {
                    int tab = text.indexOf('\t');
                    line.accept(tab < 0 ? text : text.substring(0, tab), tab < 0 ? "" : text.substring(tab + 1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    /** A resource as a set of phrases: one a line, each with itself as value. */
    public static PhraseMap<String> set(Class<?> owner, String resource) {
        Map<String, String> phrases = new HashMap<>();
        read(owner, resource, (phrase, rest) -> phrases.put(phrase, phrase));
        return of(phrases);
    }

    private int slot(long hash) {
        int mask = hashes.length - 1;
        int slot = (int) hash & mask;
        while (hashes[slot] != 0 && hashes[slot] != hash) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
