package io.tokentape.topology.analysis;

import io.tokentape.topology.event.Event;
import io.tokentape.topology.event.Pump;
import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.notice.Announcement;
import io.tokentape.topology.sentiment.Sentiment;
import io.tokentape.topology.signal.Signal;
import io.tokentape.topology.text.TextPrint;
import io.tokentape.topology.value.Value;
import io.tokentape.topology.watch.CompanySpan;
import io.tokentape.topology.watch.KeywordSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Everything found in one post.
 *
 * @param language ISO 639-1; null = undecided
 * @param signal null = none
 * @param announcement null = none
 * @param companies watched companies, each once
 * @param keywords each once
 * @param urgency null = none
 * @param pump null = the text does not read like one of a pump
 * @param print by which near-repeats of the text are known
 */
public record Analysis(
        String language,
        List<Mention> mentions,
        Sentiment sentiment,
        Event event,
        Value value,
        Signal signal,
        Announcement announcement,
        List<CompanySpan> companies,
        List<KeywordSpan> keywords,
        Urgency urgency,
        Pump pump,
        TextPrint print) {

    /**
     * A span that says when something is or must be done.
     *
     * @param part where the span lies
     * @param start UTF-16 units of the part
     * @param end exclusive
     * @param from first moment of the time that is meant; null = only a word of urgency
     * @param until its end, exclusive, {@code from} itself for a moment; null = only a word of urgency
     */
    public record Urgency(Mention.Part part, int start, int end, String text, Instant from, Instant until) {
        private static final Duration SOON = Duration.ofDays(7);

        /** Whether it presses: a word of urgency, or a time at most a week ahead; "today" alone does not. */
        public boolean pressing(Instant post) {
            if (from == null) {
                return true;
            }
            Instant due = from.equals(post) ? until : from;
            return !due.isBefore(post) && !due.isAfter(post.plus(SOON));
        }
    }

    public Analysis {
        mentions = List.copyOf(mentions);
        companies = List.copyOf(companies);
        keywords = List.copyOf(keywords);
    }

    /**
     * Whether the post goes on: it has a mention, a signal, an announcement, a company or a tier-1 keyword, or likely belongs
     * to a pump, which names its coin last.
     */
    public boolean relevant() {
        return !mentions.isEmpty()
                || signal != null
                || announcement != null
                || !companies.isEmpty()
                || pump != null && pump.isLikely()
                || keywords.stream().anyMatch(keyword -> keyword.tier() == 1);
    }
}
