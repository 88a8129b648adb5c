package io.tokentape.topology.stats;

import java.nio.ByteBuffer;

/**
 * What a source has done so far. Immutable.
 *
 * @param since time of the first post that is counted, epoch milliseconds
 * @param posts each once, without edits and deletes; of these the next four are some
 * @param repeats told a story that had been told before
 */
record SourceTally(
        long since, long posts, long repeats, long relevant, long valuable, long signals, long edited, long deleted) {
    private static final int FIELDS = 8;

    static final SourceTally NONE = new SourceTally(Long.MAX_VALUE, 0, 0, 0, 0, 0, 0, 0);

    SourceTally withPost(long at, boolean repeat, boolean isRelevant, boolean isValuable, boolean signal) {
        return new SourceTally(
                Math.min(since, at),
                posts + 1,
                repeats + (repeat ? 1 : 0),
                relevant + (isRelevant ? 1 : 0),
                valuable + (isValuable ? 1 : 0),
                signals + (signal ? 1 : 0),
                edited,
                deleted);
    }

    SourceTally withEdit(long at) {
        return new SourceTally(Math.min(since, at), posts, repeats, relevant, valuable, signals, edited + 1, deleted);
    }

    SourceTally withDelete(long at) {
        return new SourceTally(Math.min(since, at), posts, repeats, relevant, valuable, signals, edited, deleted + 1);
    }

    byte[] encode() {
        return ByteBuffer.allocate(FIELDS * Long.BYTES)
                .putLong(since)
                .putLong(posts)
                .putLong(repeats)
                .putLong(relevant)
                .putLong(valuable)
                .putLong(signals)
                .putLong(edited)
                .putLong(deleted)
                .array();
    }

    /** @param encoded null = nothing is known */
    static SourceTally decode(byte[] encoded) {
        if (encoded == null) {
            return NONE;
        }
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        return new SourceTally(
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong());
    }
}
