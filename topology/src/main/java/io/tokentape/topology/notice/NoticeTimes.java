package io.tokentape.topology.notice;

import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.When;
import io.tokentape.topology.text.Words;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Chooses, of the times that a notice states, that of the event itself. Immutable. */
final class NoticeTimes {
    /** So many words before a time may say of what it is. */
    private static final int CUE_WORDS = 12;

    private static final int TIMED = 2;

    /** A time longer ago than this is not what a notice is about. */
    private static final Duration DAY = Duration.ofDays(1);

    private static final Duration PAST = Duration.ofDays(2);

    private final PhraseMap<Integer> cues;

    /**
     * When the event is.
     *
     * @param start null = only the end is stated
     * @param end where the end of the event lies in {@link When#until}; null = none stated
     * @param words as the notice has them
     */
    record Stated(When start, When end, String words) {}

    private NoticeTimes(PhraseMap<Integer> cues) {
        this.cues = cues;
    }

    static NoticeTimes shipped() {
        Map<String, Integer> cues = new HashMap<>();
        PhraseMap.read(
                NoticeTimes.class, "time-cues.tsv", (phrase, weight) -> cues.put(phrase, Integer.valueOf(weight)));
        return new NoticeTimes(PhraseMap.of(cues));
    }

    /** Null when no time of the event is stated; the text goes before the title, which rarely has the hour. */
    Stated choose(Post post, Words title, Words text, List<When> titleTimes, List<When> textTimes) {
        Stated inText = choose(post, text, textTimes);
        if (title == null
                || inText != null && (inText.start() == null || inText.start().timed())) {
            return inText;
        }
        Stated inTitle = choose(post, title, titleTimes);
        return inTitle == null ? inText : inTitle;
    }

    private Stated choose(Post post, Words words, List<When> times) {
        When start = null;
        When end = null;
        int startWeight = Integer.MIN_VALUE;
        int endWeight = Integer.MIN_VALUE;
        int from = 0;
        for (When time : times) {
            int weight = cue(words, time, from);
            from = time.end();
            boolean past = time.until().isBefore(post.at().minus(PAST));
            if (weight <= 0 && (past || isStamp(words, time, post))) {
                continue;
            }
            if (weight < 0 && (time.from() == null || !time.timed())) {
                continue;
            }
            weight += (time.timed() ? TIMED : 0) - (past ? TIMED + 1 : 0);
            if (time.from() == null) {
                if (weight > endWeight) {
                    end = time;
                    endWeight = weight;
                }
            } else if (weight > startWeight) {
                start = time;
                startWeight = weight;
            }
        }
        if (start == null && end == null) {
            return null;
        }
        if (start != null && start.untilText() != null) {
            return new Stated(start, start, words.surface(start.start(), start.end()));
        }
        if (start != null && end != null && end.until().isBefore(start.from())) {
            end = null;
        }
        When said = start == null ? end : start;
        return new Stated(start, end, words.surface(said.start(), said.end()));
    }

    /** A date in figures of the day of the post, or alone on its line: when the notice was written. */
    private static boolean isStamp(Words words, When time, Post post) {
        char first = words.at(time.start());
        if (time.timed() || first < '0' || first > '9') {
            return false;
        }
        int from = time.start() - 1;
        while (words.at(from) == ' ') {
            from--;
        }
        int to = time.end();
        while (words.at(to) == ' ') {
            to++;
        }
        boolean alone = (from < 0 || words.at(from) == '\n') && (to >= words.size() || words.at(to) == '\n');
        return alone || !time.until().isAfter(post.at().plus(DAY));
    }

    /** What the nearest telling word before a time weighs; those behind the time before this one are not its own. */
    private int cue(Words words, When time, int from) {
        int last = lastBefore(words, time.start());
        for (int word = last; word >= 0 && word > last - CUE_WORDS && words.start(word) >= from; word--) {
            if (word < last && endsSentence(words, word)) {
                return 0;
            }
            PhraseMap.Phrase<Integer> cue = cues.longest(words, word);
            if (cue != null) {
                return cue.value();
            }
        }
        return 0;
    }

    private static boolean endsSentence(Words words, int word) {
        char mark = words.at(words.end(word));
        char behind = words.at(words.end(word) + 1);
        return (mark == '.' || mark == '!' || mark == '?') && (behind == ' ' || behind == '\n');
    }

    /** Index of the last word that begins before an offset; -1 = none. */
    private static int lastBefore(Words words, int offset) {
        int low = 0;
        int high = words.count() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (words.start(middle) < offset) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }
}
