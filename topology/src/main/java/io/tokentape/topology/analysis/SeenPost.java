package io.tokentape.topology.analysis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What is remembered of a post: which revisions came, which of them were put out and which were deletes. Immutable. */
record SeenPost(List<Revision> revisions) {
    record Revision(int number, boolean putOut, boolean deleted) {}

    private static final SeenPost NOTHING = new SeenPost(List.of());
    private static final int REVISION_BYTES = Integer.BYTES + 1;
    private static final int PUT_OUT = 1;
    private static final int DELETED = 2;

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
        List<Revision> revisions = new ArrayList<>(bytes.length / REVISION_BYTES);
        while (buffer.hasRemaining()) {
            int number = buffer.getInt();
            int flags = buffer.get();
            revisions.add(new Revision(number, (flags & PUT_OUT) != 0, (flags & DELETED) != 0));
        }
        return new SeenPost(revisions);
    }

    byte[] encode() {
        ByteBuffer buffer = ByteBuffer.allocate(revisions.size() * REVISION_BYTES);
        for (Revision revision : revisions) {
            buffer.putInt(revision.number());
            buffer.put((byte) ((revision.putOut() ? PUT_OUT : 0) | (revision.deleted() ? DELETED : 0)));
        }
        return buffer.array();
    }

    SeenPost with(int revision, boolean putOut, boolean deleted) {
        List<Revision> more = new ArrayList<>(revisions);
        more.add(new Revision(revision, putOut, deleted));
        return new SeenPost(more);
    }

    boolean isEmpty() {
        return revisions.isEmpty();
    }

    /** Whether this revision came before; of a post that was deleted, any further delete. */
    boolean repeats(int revision, boolean deletes) {
        return revisions.stream().anyMatch(seen -> deletes ? seen.deleted() : seen.number() == revision);
    }

    /** The number that a revision gets: its own, or for a delete that bears no later one than what came the next. */
    int next(int revision, boolean deletes) {
        int highest = revisions.stream().mapToInt(Revision::number).max().orElse(0);
        return deletes ? Math.max(revision, highest + 1) : revision;
    }

    /** The highest revision that was put out. */
    OptionalInt lastPutOut() {
        return revisions.stream()
                .filter(Revision::putOut)
                .mapToInt(Revision::number)
                .max();
    }
}
