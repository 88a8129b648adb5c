package io.tokentape.topology.analysis;

import io.tokentape.topology.event.Event;
import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.notice.Announcement;
import io.tokentape.topology.sentiment.Sentiment;
import io.tokentape.topology.signal.Signal;
import io.tokentape.topology.value.Value;
import java.util.List;

/**
 * Everything found in one post.
 *
 * @param language ISO 639-1; null = undecided
 * @param signal null = none
 * @param announcement null = none
 * @param companies ids of watched companies named
 * @param urgency null = none
 */
public record Analysis(
        String language,
        List<Mention> mentions,
        Sentiment sentiment,
        Event event,
        Value value,
        Signal signal,
        Announcement announcement,
        List<String> companies,
        List<Keyword> keywords,
        Urgency urgency) {

    /** A watched word of tier 1 (makes a post relevant), 2 or 3. */
    public record Keyword(String text, int tier) {}

    /** A span that says when something must be done; UTF-16 units of the text, end exclusive. */
    public record Urgency(int start, int end, String text) {}

    public Analysis {
        mentions = List.copyOf(mentions);
        companies = List.copyOf(companies);
        keywords = List.copyOf(keywords);
    }

    /** Whether the post goes on: it has a mention, a signal, an announcement, a company or a tier-1 keyword. */
    public boolean relevant() {
        return !mentions.isEmpty()
                || signal != null
                || announcement != null
                || !companies.isEmpty()
                || keywords.stream().anyMatch(keyword -> keyword.tier() == 1);
    }
}
