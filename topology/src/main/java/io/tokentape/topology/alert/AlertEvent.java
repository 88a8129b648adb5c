package io.tokentape.topology.alert;

import io.tokentape.topology.event.Event;
import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.notice.Announcement;
import io.tokentape.topology.sentiment.Sentiment;
import io.tokentape.topology.signal.Signal;
import io.tokentape.topology.text.Post;
import java.util.List;
import java.util.Objects;

/** Something about one subject that a machine may hear. Facts that are not known are null. */
public sealed interface AlertEvent {
    /** Identity of the event among those of its time; derived from content. */
    String id();

    /** When we learned it, or when a timer was due, epoch milliseconds. */
    long at();

    /** The source's own time, epoch milliseconds; null = not stated, or a timer. */
    default Long sourceTime() {
        return null;
    }

    /** What the event says about its subject. */
    default About about() {
        return About.NOTHING;
    }

    /**
     * Facts of one revision of one relevant post.
     *
     * @param id of the intelligence
     * @param revision 1 = as first seen
     * @param publishedAt the source's own time, epoch milliseconds
     * @param account {@code <source>:<author or channel>}; null = unknown
     * @param words the post's first words in one line, for titles; never null
     * @param spans where the post names the subject, in order; empty = it names it nowhere
     * @param probability that the spans mean the subject, 0..1
     * @param stance towards the subject
     * @param announcement null = none
     * @param signal what the post calls; null = no call
     * @param side null = no call or undecidable
     * @param value 0..100
     * @param companies ids of all watched companies named
     * @param tokens how many assets the post means
     * @param dueFrom first moment of the time that the post points to, ISO 8601; null = none
     * @param dueUntil its end
     * @param amountUsd the largest sum of money that the post states
     * @param campaign null = no story known
     * @param liquidityUsd of the asset as joined then
     * @param marketCapUsd of the asset as joined then
     * @param pumpScore that the text alone calls to a pump, 0..1; null = not judged
     */
    record PostSeen(
            String id,
            long at,
            About about,
            int revision,
            Long publishedAt,
            Post.Source source,
            String account,
            Long followers,
            String language,
            String words,
            List<Span> spans,
            double probability,
            Event event,
            Sentiment.Label stance,
            Announcement announcement,
            Signal.Kind signal,
            Signal.Side side,
            double value,
            boolean valuable,
            List<String> companies,
            int tokens,
            String dueFrom,
            String dueUntil,
            Double amountUsd,
            Campaign campaign,
            Double liquidityUsd,
            Double marketCapUsd,
            Double pumpScore)
            implements AlertEvent {

        public PostSeen {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(about, "about");
            Objects.requireNonNull(words, "words");
            spans = List.copyOf(spans);
            companies = List.copyOf(companies);
        }

        @Override
        public Long sourceTime() {
            return publishedAt;
        }

        /** Where the post names the subject first, or the post as a whole. */
        public Evidence evidence() {
            if (spans.isEmpty()) {
                return new Evidence(id, source, account, at, null, null, null, null);
            }
            Span span = spans.get(0);
            return new Evidence(id, source, account, at, span.part(), span.start(), span.end(), span.text());
        }
    }

    /** A place in a post; offsets count UTF-16 units of the part, end exclusive. */
    record Span(Mention.Part part, int start, int end, String text) {}

    /**
     * The story that a post belongs to as of then.
     *
     * @param story its id
     * @param size how many posts had told it, this one among them
     * @param sources how many distinct sources had
     */
    record Campaign(String story, int size, int sources) {}

    /** A result of the statistics of an asset over one window; fields as in {@code token-stats}. */
    record Window(
            String id,
            long at,
            About about,
            long windowMillis,
            long windowEnd,
            int revision,
            long mentions,
            long stories,
            long sources,
            long bullish,
            long neutral,
            long bearish,
            Double stance,
            Double stanceConfidence,
            long largestCampaign,
            Double usualStories,
            Double usualSpread,
            int pastWindows,
            Double velocity,
            List<String> evidence)
            implements AlertEvent {

        public Window {
            evidence = List.copyOf(evidence);
        }
    }

    /** An observation of an asset by one provider; fields as in {@code chain.token-state}. */
    record Observation(
            String id,
            long at,
            About about,
            String provider,
            String pool,
            long observedAt,
            Double liquidityUsd,
            Double marketCapUsd,
            Double top10Share,
            Double creatorShare,
            Double buyTax,
            Double sellTax,
            Double lpLockedShare,
            Double bondingCurveProgress,
            Boolean honeypot,
            Boolean cannotSell,
            Boolean mintable,
            Boolean freezable,
            Boolean proxy,
            Boolean ownershipRenounced)
            implements AlertEvent {

        @Override
        public Long sourceTime() {
            return observedAt;
        }

        /** Whose observation it is: values of two providers or pools are never held against each other. */
        public String origin() {
            return pool == null ? provider : provider + ' ' + pool;
        }
    }

    /** An alert that an operator entered, changed or took back. */
    record Entry(
            String id,
            long at,
            About about,
            int revision,
            boolean deleted,
            String title,
            String content,
            double confidence,
            String enteredBy,
            Long enteredAt)
            implements AlertEvent {

        @Override
        public Long sourceTime() {
            return enteredAt;
        }
    }

    /** A post was deleted or replaced by an edit. The engine's own: machines hear of it by what they forget. */
    record Withdrawn(String id, long at, Long publishedAt, String intelligenceId) implements AlertEvent {
        @Override
        public Long sourceTime() {
            return publishedAt;
        }
    }

    /** The time has come at which something that a machine remembers ends. */
    record Due(long at) implements AlertEvent {
        @Override
        public String id() {
            return "due";
        }
    }
}
