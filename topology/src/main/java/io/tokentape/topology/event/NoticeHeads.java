package io.tokentape.topology.event;

import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.ReadPost;
import io.tokentape.topology.text.Words;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What the title of an exchange's notice says that it is about; its wording is fixed by custom. Thread-safe. */
final class NoticeHeads {
    private static final int WORDS_READ = 40;

    /** The kind that a phrase stands for; of several phrases that of lowest rank decides. */
    private record Kind(int rank, Event.Type type) {}

    private final PhraseMap<Kind> phrases;

    private NoticeHeads(PhraseMap<Kind> phrases) {
        this.phrases = phrases;
    }

    static NoticeHeads shipped() {
        Map<String, Kind> phrases = new HashMap<>();
        PhraseMap.read(
                NoticeHeads.class,
                "notice-heads.tsv",
                (phrase, type) -> phrases.put(
                        phrase, new Kind(phrases.size(), Event.Type.valueOf(type.toUpperCase(Locale.ROOT)))));
        return new NoticeHeads(PhraseMap.of(phrases));
    }

    /** What the title, or the first line where there is none, says; null when it has none of the phrases. */
    Event.Type type(ReadPost notice) {
        Words words = notice.title() == null ? notice.text() : notice.title();
        Kind best = null;
        int read = Math.min(words.count(), WORDS_READ);
        for (int word = 0; word < read && !(word > 0 && newLine(words, word)); word++) {
            PhraseMap.Phrase<Kind> phrase = phrases.longest(words, word);
            if (phrase != null && (best == null || phrase.value().rank() < best.rank())) {
                best = phrase.value();
            }
        }
        return best == null ? null : best.type();
    }

    private static boolean newLine(Words words, int word) {
        for (int i = words.end(word - 1); i < words.start(word); i++) {
            if (words.at(i) == '\n') {
                return true;
            }
        }
        return false;
    }
}
