package io.tokentape.topology.analysis;

import io.tokentape.topology.analysis.Analysis.Urgency;
import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.When;
import io.tokentape.topology.text.Words;
import java.time.Instant;
import java.util.List;

/** Finds what a post says of when something is or must be done. Thread-safe. */
final class UrgencyFinder {
    private static final int WORDS_READ = 400;

    private final PhraseMap<String> phrases;

    private UrgencyFinder(PhraseMap<String> phrases) {
        this.phrases = phrases;
    }

    /** Reads the list that is shipped. */
    static UrgencyFinder shipped() {
        return new UrgencyFinder(PhraseMap.set(UrgencyFinder.class, "urgency.txt"));
    }

    /**
     * The first time or word that presses, else the first time ahead; the title goes before the text. A word of urgency
     * right before a time is one with it. Null = neither.
     *
     * @param title null = none
     */
    Urgency find(Instant post, Words title, Words text, List<When> titleTimes, List<When> textTimes) {
        Urgency inTitle = title == null ? null : find(post, title, Mention.Part.TITLE, titleTimes);
        if (inTitle != null && inTitle.pressing(post)) {
            return inTitle;
        }
        Urgency inText = find(post, text, Mention.Part.TEXT, textTimes);
        return inTitle == null || inText != null && inText.pressing(post) ? inText : inTitle;
    }

    private Urgency find(Instant post, Words words, Mention.Part part, List<When> times) {
        Urgency ahead = null;
        Urgency pressing = null;
        for (When time : times) {
            Urgency urgency = time.until().isBefore(post) ? null : urgency(post, words, part, time);
            if (urgency != null && urgency.pressing(post)) {
                pressing = urgency;
                break;
            }
            ahead = ahead == null ? urgency : ahead;
        }
        int read = Math.min(words.count(), WORDS_READ);
        for (int word = 0; word < read; word++) {
            if (pressing != null && words.start(word) >= pressing.start()) {
                return pressing;
            }
            PhraseMap.Phrase<String> phrase = words.inLink(word) ? null : phrases.longest(words, word);
            if (phrase != null) {
                return urgency(words, part, word, phrase.words(), pressing);
            }
        }
        return pressing == null ? ahead : pressing;
    }

    private static Urgency urgency(Instant post, Words words, Mention.Part part, When time) {
        Instant from = time.from() == null ? post : time.from();
        Instant until = time.until().isBefore(from) ? from : time.until();
        return new Urgency(part, time.start(), time.end(), words.surface(time.start(), time.end()), from, until);
    }

    /** @param time null, or a time behind the phrase */
    private static Urgency urgency(Words words, Mention.Part part, int word, int length, Urgency time) {
        int start = words.start(word);
        int end = words.end(word + length - 1);
        boolean one = time != null && time.start() - end <= 2;
        end = one ? Math.max(end, time.end()) : end;
        return new Urgency(
                part, start, end, words.surface(start, end), one ? time.from() : null, one ? time.until() : null);
    }
}
