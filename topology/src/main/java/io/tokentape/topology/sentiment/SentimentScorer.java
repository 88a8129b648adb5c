package io.tokentape.topology.sentiment;

import io.tokentape.topology.text.Words;

/** Says which stance a text takes. A pure function of the text, safe for use by many threads. */
public interface SentimentScorer {
    /** @param title null = none */
    Sentiment score(Words title, Words text);
}
