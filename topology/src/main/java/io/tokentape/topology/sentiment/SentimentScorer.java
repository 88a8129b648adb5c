package io.tokentape.topology.sentiment;

import io.tokentape.topology.text.ReadPost;

/** Says which stance a text takes. A pure function of the post, safe for use by many threads. */
public interface SentimentScorer {
    Sentiment score(ReadPost post);
}
