package io.tokentape.topology.mention;

import java.util.List;

/**
 * A span of a post that means an asset.
 *
 * @param start first UTF-16 unit within the part, inclusive
 * @param end last UTF-16 unit within the part, exclusive
 * @param symbol upper case; null only for an unresolved address
 * @param name the token's name; null = unresolved
 * @param token registry slug; null = unresolved or ambiguous
 * @param asset null = unresolved or ambiguous
 * @param probability that the span means the asset, 0..1
 * @param candidates best first
 */
public record Mention(
        String surface,
        Part part,
        int start,
        int end,
        Kind kind,
        String symbol,
        String name,
        String token,
        String asset,
        double probability,
        boolean ambiguous,
        List<Candidate> candidates) {

    public enum Part {
        TITLE,
        TEXT
    }

    public enum Kind {
        CASHTAG,
        HASHTAG,
        PAIR,
        NAME,
        TICKER,
        ADDRESS
    }

    /** An asset that a span may mean, with its probability 0..1. */
    public record Candidate(String asset, double probability) {}

    public Mention {
        candidates = List.copyOf(candidates);
    }
}
