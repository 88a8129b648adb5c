package io.tokentape.topology.analysis;

import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds watched companies and keywords. Thread-safe. */
final class WatchedWords {
    private static final int MOST_KEYWORDS = 32;
    private static final int WORDS_READ = 2000;

    private final PhraseMap<String> companies;
    private final PhraseMap<Integer> keywords;

    private WatchedWords(PhraseMap<String> companies, PhraseMap<Integer> keywords) {
        this.companies = companies;
        this.keywords = keywords;
    }

    /** Reads the lists that are shipped. */
    static WatchedWords shipped() {
        Map<String, String> companies = new HashMap<>();
        PhraseMap.read(WatchedWords.class, "companies.tsv", (id, names) -> {
            for (String name : names.split("\\|")) {
                companies.put(name, id);
            }
        });
        Map<String, Integer> keywords = new HashMap<>();
        PhraseMap.read(
                WatchedWords.class, "keywords.tsv", (phrase, tier) -> keywords.put(phrase, Integer.valueOf(tier)));
        return new WatchedWords(PhraseMap.of(companies), PhraseMap.of(keywords));
    }

    /** Ids, each once, in the order of the text. */
    void companies(Words words, Set<String> found) {
        int read = Math.min(words.count(), WORDS_READ);
        for (int word = 0; word < read; word++) {
            PhraseMap.Phrase<String> phrase =
                    words.inLink(word) || words.inHandle(word) ? null : companies.longest(words, word);
            if (phrase != null && (words.startsUpper(word) || words.hasDigit(word))) {
                found.add(phrase.value());
            }
        }
    }

    /** As the text writes them, each once. */
    List<Analysis.Keyword> keywords(Words title, Words text) {
        Set<String> seen = new LinkedHashSet<>();
        List<Analysis.Keyword> found = new ArrayList<>();
        if (title != null) {
            keywords(title, seen, found);
        }
        keywords(text, seen, found);
        return found;
    }

    private void keywords(Words words, Set<String> seen, List<Analysis.Keyword> found) {
        int read = Math.min(words.count(), WORDS_READ);
        for (int word = 0; word < read && found.size() < MOST_KEYWORDS; word++) {
            PhraseMap.Phrase<Integer> phrase =
                    words.inLink(word) || words.inHandle(word) ? null : keywords.longest(words, word);
            if (phrase != null && seen.add(phrase.key())) {
                int end = words.end(word + phrase.words() - 1);
                found.add(new Analysis.Keyword(words.surface(words.start(word), end), phrase.value()));
            }
        }
    }
}
