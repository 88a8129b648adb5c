package io.tokentape.topology.watch;

import io.tokentape.topology.mention.Mention;

/**
 * A span of a post that names a watched company.
 *
 * @param company its id
 * @param part where the span lies
 * @param start first UTF-16 unit within the part
 * @param end exclusive
 */
public record CompanySpan(String company, Mention.Part part, int start, int end) {}
