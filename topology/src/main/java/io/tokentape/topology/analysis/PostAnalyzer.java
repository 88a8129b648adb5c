package io.tokentape.topology.analysis;

import io.tokentape.topology.text.Post;

/** Reads a post. A pure function of the post and of the reference data as of its time; safe for use by many threads. */
public interface PostAnalyzer {
    Analysis analyze(Post post);

    /** Names the model and rules, for the lineage of what they found. */
    String version();
}
