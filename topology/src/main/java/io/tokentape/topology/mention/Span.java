package io.tokentape.topology.mention;

import io.tokentape.topology.mention.Mention.Kind;
import io.tokentape.topology.mention.Mention.Part;

/**
 * A stretch of text that probably means an asset, before it is settled which.
 *
 * @param symbol as written, upper case; null for names and addresses
 * @param asset for an address whose chain is known, else null
 * @param claims tokens it may mean, best first, at most {@link Lookup#MOST}; empty = none is known
 * @param probability that it means an asset at all
 * @param weak true: counts only when something else in the post speaks of the same token
 */
record Span(
        Part part,
        int start,
        int end,
        String surface,
        Kind kind,
        String symbol,
        String asset,
        TokenVersion[] claims,
        double probability,
        boolean weak) {

    static Span of(
            MarkedText text, int start, int end, Kind kind, String symbol, TokenVersion[] claims, double probability) {
        String surface = text.words.surface(start, end);
        return new Span(text.part, start, end, surface, kind, symbol, null, claims, probability, false);
    }

    Span weakened() {
        return new Span(part, start, end, surface, kind, symbol, asset, claims, probability, true);
    }

    Span withAsset(String value) {
        return new Span(part, start, end, surface, kind, symbol, value, claims, probability, weak);
    }

    boolean isWellKnown() {
        return claims.length > 0 && claims[0].isWellKnown();
    }
}
