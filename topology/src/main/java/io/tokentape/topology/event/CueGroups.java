package io.tokentape.topology.event;

import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.ReadPost;
import io.tokentape.topology.text.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Words that mean alike, in groups. What a group speaks for is learned, so that a rare word counts as much as the common
 * ones of its group. Thread-safe.
 */
final class CueGroups {
    private static final int WORDS_READ = 200;

    /** The beginning says what a text is about. */
    private static final int BEGINNING = 8;

    private final List<String> names;
    private final PhraseMap<int[]> phrases;

    private CueGroups(List<String> names, PhraseMap<int[]> phrases) {
        this.names = names;
        this.phrases = phrases;
    }

    static CueGroups shipped() {
        List<String> names = new ArrayList<>();
        Map<String, int[]> phrases = new HashMap<>();
        PhraseMap.read(CueGroups.class, "cues.tsv", (phrase, groups) -> {
            String[] fields = groups.split(" ");
            int[] indices = new int[fields.length];
            for (int i = 0; i < fields.length; i++) {
                if (!names.contains(fields[i])) {
                    names.add(fields[i]);
                }
                indices[i] = names.indexOf(fields[i]);
            }
            phrases.put(phrase, indices);
        });
        return new CueGroups(List.copyOf(names), PhraseMap.of(phrases));
    }

    List<String> names() {
        return names;
    }

    /** Adds to each group how often it occurs in the post, and marks those in the beginning of a part. */
    void count(ReadPost post, int[] counts, boolean[] early) {
        if (post.title() != null) {
            count(post.title(), counts, early);
        }
        count(post.text(), counts, early);
    }

    private void count(Words words, int[] counts, boolean[] early) {
        int read = Math.min(words.count(), WORDS_READ);
        int word = 0;
        while (word < read) {
            PhraseMap.Phrase<int[]> phrase = words.inHandle(word) ? null : phrases.longest(words, word);
            if (phrase == null) {
                word++;
                continue;
            }
            for (int group : phrase.value()) {
                counts[group]++;
                early[group] |= word < BEGINNING;
            }
            word += phrase.words();
        }
    }
}
