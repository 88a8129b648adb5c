package io.tokentape.topology.analysis;

import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.Words;

/** Finds the span of a post that presses for time. Thread-safe. */
final class UrgencyFinder {
    private static final int WORDS_READ = 2000;
    private static final int LONGEST_COUNTDOWN = 3;

    private final PhraseMap<String> phrases;

    private UrgencyFinder(PhraseMap<String> phrases) {
        this.phrases = phrases;
    }

    /** Reads the list that is shipped. */
    static UrgencyFinder shipped() {
        return new UrgencyFinder(PhraseMap.set(UrgencyFinder.class, "urgency.txt"));
    }

    /**
     * The first span that presses for time, that of the title before that of the text; null = none.
     *
     * @param title null = none
     */
    Analysis.Urgency find(Words title, Words text) {
        Analysis.Urgency urgency = title == null ? null : find(title, Mention.Part.TITLE);
        return urgency == null ? find(text, Mention.Part.TEXT) : urgency;
    }

    private Analysis.Urgency find(Words words, Mention.Part part) {
        int read = Math.min(words.count(), WORDS_READ);
        for (int word = 0; word < read; word++) {
            PhraseMap.Phrase<String> phrase = words.inLink(word) ? null : phrases.longest(words, word);
            if (phrase != null) {
                boolean counted = word > 0
                        && words.isNumber(word - 1)
                        && words.length(word - 1) <= LONGEST_COUNTDOWN
                        && words.start(word) - words.end(word - 1) == 1;
                int start = words.start(counted ? word - 1 : word);
                int end = words.end(word + phrase.words() - 1);
                return new Analysis.Urgency(part, start, end, words.surface(start, end), null, null);
            }
        }
        return null;
    }
}
