package io.tokentape.topology.alert;

import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.Words;

/** Words that say that something announced will not take place. Immutable. */
final class CancelWords {
    private final PhraseMap<String> phrases;

    private CancelWords(PhraseMap<String> phrases) {
        this.phrases = phrases;
    }

    static CancelWords shipped() {
        return new CancelWords(PhraseMap.set(CancelWords.class, "cancel-words.tsv"));
    }

    boolean in(String text) {
        Words words = Words.of(text);
        for (int word = 0; word < words.count(); word++) {
            if (phrases.longest(words, word) != null) {
                return true;
            }
        }
        return false;
    }
}
