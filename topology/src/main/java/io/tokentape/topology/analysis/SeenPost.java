package io.tokentape.topology.analysis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What is remembered of a post: which revisions came and which of them were put out. Immutable.
 *
 * @param lastSeenAt stream time when the last revision came, epoch milliseconds
 */
record SeenPost(long lastSeenAt, List<Revision> revisions) {
    record Revision(int number, boolean putOut) {}

    private static final SeenPost NOTHING = new SeenPost(0, List.of());
    private static final int REVISION_BYTES = Integer.BYTES + 1;

    SeenPost {
        revisions = List.copyOf(revisions);
    }

    static byte[] key(String source, String sourceId) {
        return (source + '\0' + sourceId).getBytes(StandardCharsets.UTF_8);
    }

    /** @param bytes null = nothing has been seen */
    static SeenPost decode(byte[] bytes) {
        if (bytes == null) {
            return NOTHING;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long lastSeenAt = buffer.getLong();
        List<Revision> revisions = new ArrayList<>(buffer.remaining() / REVISION_BYTES);
        while (buffer.hasRemaining()) {
            revisions.add(new Revision(buffer.getInt(), buffer.get() != 0));
        }
        return new SeenPost(lastSeenAt, revisions);
    }

    byte[] encode() {
        ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES + revisions.size() * REVISION_BYTES);
        buffer.putLong(lastSeenAt);
        for (Revision revision : revisions) {
            buffer.putInt(revision.number()).put((byte) (revision.putOut() ? 1 : 0));
        }
        return buffer.array();
    }

    SeenPost with(int revision, boolean putOut, long seenAt) {
        List<Revision> more = new ArrayList<>(revisions);
        more.add(new Revision(revision, putOut));
        return new SeenPost(seenAt, more);
    }

    boolean isEmpty() {
        return revisions.isEmpty();
    }

    boolean contains(int revision) {
        return revisions.stream().anyMatch(seen -> seen.number() == revision);
    }

    /** The highest revision that was put out. */
    OptionalInt lastPutOut() {
        return revisions.stream()
                .filter(Revision::putOut)
                .mapToInt(Revision::number)
                .max();
    }
}
