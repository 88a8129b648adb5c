package io.tokentape.topology.mention;

import io.tokentape.topology.mention.Mention.Kind;
import io.tokentape.topology.mention.Mention.Part;

/**
 * A stretch of text that probably means an asset, before it is settled which.
 *
 * @param symbol as written, upper case; null for names and addresses
 * @param asset for an address whose chain is known, else null
 * @param claims tokens it may mean, best first; empty = none is known
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
        boolean weak) {}
