package io.tokentape.serving.list;

/**
 * The place of an item in the order.
 *
 * @param timestamp of its record, epoch milliseconds
 */
public record Position(long timestamp, String id) {}
