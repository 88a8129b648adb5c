package io.tokentape.topology.analysis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What is remembered of a post: which revisions came and from where, which of them were put out and which were deletes.
 * Immutable.
 */
record SeenPost(List<Revision> revisions) {
    record Revision(int number, boolean putOut, boolean deleted, Origin origin) {}

    /**
     * Where a record lies that a revision came from. The partition is not part of it: a post comes under one key, and its
     * task knows one partition.
     *
     * @param topic hash of the topic's name
     */
    record Origin(int topic, long offset) {
        static Origin of(String topic, long offset) {
            return new Origin(topic.hashCode(), offset);
        }
    }

    private static final SeenPost NOTHING = new SeenPost(List.of());
    private static final int REVISION_BYTES = Integer.BYTES + 1 + Integer.BYTES + Long.BYTES;
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
            Origin origin = new Origin(buffer.getInt(), buffer.getLong());
            revisions.add(new Revision(number, (flags & PUT_OUT) != 0, (flags & DELETED) != 0, origin));
        }
        return new SeenPost(revisions);
    }

    byte[] encode() {
        ByteBuffer buffer = ByteBuffer.allocate(revisions.size() * REVISION_BYTES);
        for (Revision revision : revisions) {
            buffer.putInt(revision.number());
            buffer.put((byte) ((revision.putOut() ? PUT_OUT : 0) | (revision.deleted() ? DELETED : 0)));
            buffer.putInt(revision.origin().topic());
            buffer.putLong(revision.origin().offset());
        }
        return buffer.array();
    }

    /**
     * What was known before a record. Where a process that works at least once was killed, its memory may be ahead of its
     * place on the tape: what it remembers from that record and later ones it has yet to put out, and will read again.
     */
    SeenPost before(Origin origin) {
        return new SeenPost(revisions.stream()
                .filter(revision -> revision.origin().topic() != origin.topic()
                        || revision.origin().offset() < origin.offset())
                .toList());
    }

    SeenPost with(int revision, boolean putOut, boolean deleted, Origin origin) {
        List<Revision> more = new ArrayList<>(revisions);
        more.add(new Revision(revision, putOut, deleted, origin));
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
