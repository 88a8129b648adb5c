package io.tokentape.topology.notice;

/**
 * A time that a text states.
 *
 * @param iso ISO 8601 in UTC; a date alone where no time was stated
 * @param start offset of the first UTF-16 unit of the words that say so
 * @param end exclusive
 * @param timed whether a time of day was stated
 */
public record When(String iso, int start, int end, boolean timed) {}
