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
 * @param stance of the post towards this asset, where it differs from asset to asset; null = that of the post
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
        List<Candidate> candidates,
        Stance stance) {

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

    public enum Stance {
        BULLISH,
        BEARISH
    }

    /** An asset that a span may mean, with its probability 0..1. */
    public record Candidate(String asset, double probability) {}

    public Mention {
        candidates = List.copyOf(candidates);
    }

    /** With the stance of the post. */
    public Mention(
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
        this(surface, part, start, end, kind, symbol, name, token, asset, probability, ambiguous, candidates, null);
    }

    public Mention with(Stance own) {
        return new Mention(
                surface, part, start, end, kind, symbol, name, token, asset, probability, ambiguous, candidates, own);
    }
}
