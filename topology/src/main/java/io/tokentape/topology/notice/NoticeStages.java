package io.tokentape.topology.notice;

import io.tokentape.topology.notice.Announcement.Stage;
import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.When;
import io.tokentape.topology.text.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Says how far a listing, sale or airdrop is, by what is said of its time and by words. Immutable. */
final class NoticeStages {
    /** What began longer ago than this and says nothing of going on is over, as first trading is. */
    private static final Duration FRESH = Duration.ofHours(24);

    private final PhraseMap<Stage> phrases;

    private NoticeStages(PhraseMap<Stage> phrases) {
        this.phrases = phrases;
    }

    static NoticeStages shipped() {
        Map<String, Stage> stages = new HashMap<>();
        PhraseMap.read(NoticeStages.class, "stages.tsv", (phrase, stage) -> stages.put(phrase, Stage.valueOf(stage)));
        return new NoticeStages(PhraseMap.of(stages));
    }

    Stage of(Post post, Words title, Words text, NoticeTimes.Stated when) {
        Stage said = said(title, text);
        if (said == Stage.RUMOUR) {
            return said;
        }
        Stage dated = when == null ? null : dated(post.at(), when);
        if (dated == Stage.DATED || dated == Stage.LIVE && (said == null || said == Stage.ANNOUNCED)) {
            return dated;
        }
        if (said != null) {
            return said;
        }
        return dated == null ? Stage.ANNOUNCED : dated;
    }

    /** What the time alone says. */
    private static Stage dated(Instant post, NoticeTimes.Stated when) {
        When start = when.start();
        Instant end = when.end() == null ? null : when.end().until();
        if (start == null) {
            return end.isAfter(post) ? Stage.LIVE : Stage.COMPLETED; // open until then
        }
        boolean ahead =
                start.fromTimed() ? start.from().isAfter(post) : start.until().isAfter(post);
        boolean runs = !start.isMoment() && !start.from().isAfter(post) && start.untilText() != null;
        if (ahead && !runs) {
            return Stage.DATED;
        }
        if (end != null || runs) {
            Instant last = end == null ? start.until() : end;
            return last.isAfter(post) ? Stage.LIVE : Stage.COMPLETED;
        }
        return start.from().plus(FRESH).isAfter(post) ? Stage.LIVE : Stage.COMPLETED;
    }

    /** The words of the title go before those of the text, but for the text saying that it is under way. */
    private Stage said(Words title, Words text) {
        Stage inText = first(text);
        Stage inTitle = title == null ? null : first(title);
        boolean underWay = inText == Stage.LIVE && inTitle != Stage.RUMOUR;
        return inTitle == null || underWay ? inText : inTitle;
    }

    /** What the first word says that speaks of a stage; that it is only announced, only where nothing else is said. */
    private Stage first(Words words) {
        int read = Math.min(words.count(), NoticeReader.WORDS_READ);
        Stage announced = null;
        int word = 0;
        while (word < read) {
            PhraseMap.Phrase<Stage> phrase = words.inLink(word) ? null : phrases.longest(words, word);
            if (phrase != null && phrase.value() != Stage.ANNOUNCED) {
                return phrase.value();
            }
            announced = phrase == null ? announced : Stage.ANNOUNCED;
            word += phrase == null ? 1 : phrase.words();
        }
        return announced;
    }
}
