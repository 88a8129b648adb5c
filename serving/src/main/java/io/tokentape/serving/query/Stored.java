package io.tokentape.serving.query;

/**
 * A record as its topic has it.
 *
 * @param value wire format; never changed
 * @param timestamp of the record, epoch milliseconds
 */
public record Stored(byte[] value, long timestamp) {}
