package io.tokentape.topology.watch;

import io.tokentape.topology.mention.Mention;

/**
 * A span of a post that is a keyword.
 *
 * @param text the keyword as the rules have it
 * @param tier 1 (makes a post relevant), 2 or 3
 * @param part where the span lies
 * @param start first UTF-16 unit within the part
 * @param end exclusive
 */
public record KeywordSpan(String text, int tier, Mention.Part part, int start, int end) {}
