package io.tokentape.topology.text;

import java.time.Instant;
import java.util.Objects;

/**
 * A post as the analysis sees it. Absent facts are null.
 *
 * @param source where it comes from
 * @param at when we learned it: the moment as of which reference data is read
 * @param title null = none
 * @param text never null, may be empty
 */
public record Post(
        Source source,
        String id,
        Instant at,
        String author,
        Long followers,
        String channel,
        String title,
        String text,
        String url,
        Metrics metrics) {

    public enum Source {
        TWEET,
        NEWS,
        TELEGRAM,
        REDDIT,
        ANNOUNCEMENT
    }

    /** Engagement counts, 0 or more; null = not reported. */
    public record Metrics(Long likes, Long reposts, Long replies, Long views, Long forwards) {
        public static final Metrics NONE = new Metrics(null, null, null, null, null);
    }

    public Post {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(text, "text");
        metrics = metrics == null ? Metrics.NONE : metrics;
    }
}
