package io.tokentape.topology.analysis;

import io.tokentape.topology.analysis.Analysis.Urgency;
import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.text.When;
import io.tokentape.topology.text.Words;
import io.tokentape.topology.watch.KeywordSpan;
import io.tokentape.topology.watch.WatchFinder;
import java.time.Instant;
import java.util.List;

/** Finds what a post says of when something is or must be done. Thread-safe. */
final class UrgencyFinder {
    private final WatchFinder words;

    /** @param words finds, as keywords, the words that press */
    UrgencyFinder(WatchFinder words) {
        this.words = words;
    }

    /**
     * The first time or word that presses, else the first time ahead; the title goes before the text. A word of urgency
     * right before a time is one with it. Null = neither.
     *
     * @param title null = none
     */
    Urgency find(Instant post, Words title, Words text, List<When> titleTimes, List<When> textTimes) {
        List<KeywordSpan> said =
                words.find(title, text, null, post.toEpochMilli()).keywords();
        Urgency inTitle = title == null ? null : find(post, title, Mention.Part.TITLE, titleTimes, said);
        if (inTitle != null && inTitle.pressing(post)) {
            return inTitle;
        }
        Urgency inText = find(post, text, Mention.Part.TEXT, textTimes, said);
        return inTitle == null || inText != null && inText.pressing(post) ? inText : inTitle;
    }

    private static Urgency find(
            Instant post, Words words, Mention.Part part, List<When> times, List<KeywordSpan> said) {
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
        for (KeywordSpan word : said) {
            if (word.part() == part) {
                if (pressing != null && word.start() >= pressing.start()) {
                    return pressing;
                }
                return urgency(words, word, pressing);
            }
        }
        return pressing == null ? ahead : pressing;
    }

    private static Urgency urgency(Instant post, Words words, Mention.Part part, When time) {
        Instant from = time.from() == null ? post : time.from();
        Instant until = time.until().isBefore(from) ? from : time.until();
        return new Urgency(part, time.start(), time.end(), words.surface(time.start(), time.end()), from, until);
    }

    /** @param time null, or a time behind the word */
    private static Urgency urgency(Words words, KeywordSpan word, Urgency time) {
        int start = word.start();
        int end = word.end();
        boolean one = time != null && time.start() - end <= 2;
        end = one ? Math.max(end, time.end()) : end;
        return new Urgency(
                word.part(),
                start,
                end,
                words.surface(start, end),
                one ? time.from() : null,
                one ? time.until() : null);
    }
}
