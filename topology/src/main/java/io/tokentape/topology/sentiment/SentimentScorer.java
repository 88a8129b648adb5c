package io.tokentape.topology.sentiment;

import io.tokentape.topology.text.ReadPost;

/** Says which stance a text takes. A pure function of the post, safe for use by many threads. */
public interface SentimentScorer extends AutoCloseable {
    Sentiment score(ReadPost post);

    /** Names the model or rules, for the lineage of what they said. */
    String version();

    /** Gives back what lies outside the heap; nothing may be scored any more. Whoever made the scorer closes it. */
    @Override
    default void close() {}
}
