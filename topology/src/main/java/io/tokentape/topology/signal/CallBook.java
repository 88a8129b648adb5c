package io.tokentape.topology.signal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The latest calls of one channel, by which an update is tied to the call it belongs to. Immutable; what it answers
 * depends on the times of calls and updates and not on the order in which they came, as long as no call is dropped for
 * want of room.
 *
 * @param calls in order of time, then id; {@value #MOST_CALLS} at most
 */
public record CallBook(List<Call> calls) {
    /** So many calls of a channel are remembered; the oldest is dropped. */
    public static final int MOST_CALLS = 64;

    public static final CallBook EMPTY = new CallBook(List.of());

    /** An update that names the instrument belongs to a call of it that is no older. */
    private static final Duration ASSET_HORIZON = Duration.ofDays(60);

    /** An update that names nothing belongs to the latest call, if that is no older. */
    private static final Duration LATEST_HORIZON = Duration.ofDays(3);

    private static final long NOT_ENDED = Long.MAX_VALUE;
    private static final Comparator<Call> BY_TIME =
            Comparator.comparingLong(Call::timestamp).thenComparing(Call::id);

    /** By what an update was tied to a call. */
    public enum Reason {
        REPLY,
        ASSET,
        LATEST
    }

    /**
     * A call.
     *
     * @param id of its intelligence, first revision
     * @param postId the source's own id, which replies name
     * @param base upper-case symbol
     * @param timestamp when it was learned, epoch milliseconds
     * @param endedAt timestamp of the first update that ended it; the largest number while it is open
     */
    public record Call(String id, String postId, String base, long timestamp, long endedAt) {
        public Call {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(postId, "postId");
            Objects.requireNonNull(base, "base");
        }

        /** A call that nothing has ended. */
        public static Call open(String id, String postId, String base, long timestamp) {
            return new Call(id, postId, base, timestamp, NOT_ENDED);
        }

        private Call endedBy(long update) {
            return new Call(id, postId, base, timestamp, Math.min(endedAt, update));
        }
    }

    /** The call that an update belongs to. */
    public record Link(Call call, Reason reason) {}

    public CallBook {
        calls = List.copyOf(calls);
    }

    /** With one more call; a post that is in the book already stays as it was first seen. */
    public CallBook with(Call call) {
        if (calls.stream().anyMatch(known -> known.postId().equals(call.postId()))) {
            return this;
        }
        List<Call> more = new ArrayList<>(calls);
        more.add(call);
        more.sort(BY_TIME);
        return new CallBook(more.subList(Math.max(0, more.size() - MOST_CALLS), more.size()));
    }

    /** With a call marked as ended; an unknown call changes nothing. */
    public CallBook ended(String id, long update) {
        return new CallBook(calls.stream()
                .map(call -> call.id().equals(id) ? call.endedBy(update) : call)
                .toList());
    }

    /**
     * The call that an update belongs to: the one it answers; else the latest of the instrument it names, an open one
     * before one that has ended; else, where it names none, the latest open one.
     *
     * @param base the instrument named; null = none
     * @param replyTo the source's id of the post that the update answers; null = none
     * @param before calls of this time or later are not yet known, epoch milliseconds
     */
    public Optional<Link> find(String base, String replyTo, long before) {
        Call latest = null;
        boolean latestOpen = false;
        for (int i = calls.size() - 1; i >= 0; i--) {
            Call call = calls.get(i);
            if (call.timestamp() >= before) {
                continue;
            }
            if (call.postId().equals(replyTo)) {
                return Optional.of(new Link(call, Reason.REPLY));
            }
            boolean open = call.endedAt() >= before;
            if (isCandidate(call, base, before, open) && (latest == null || open && !latestOpen)) {
                latest = call;
                latestOpen = open;
            }
        }
        return Optional.ofNullable(latest).map(call -> new Link(call, base == null ? Reason.LATEST : Reason.ASSET));
    }

    private static boolean isCandidate(Call call, String base, long before, boolean open) {
        long age = before - call.timestamp();
        return base == null
                ? open && age <= LATEST_HORIZON.toMillis()
                : call.base().equals(base) && age <= ASSET_HORIZON.toMillis();
    }

    public byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeShort(calls.size());
            for (Call call : calls) {
                out.writeUTF(call.id());
                out.writeUTF(call.postId());
                out.writeUTF(call.base());
                out.writeLong(call.timestamp());
                out.writeLong(call.endedAt());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @param bytes null = no call is known */
    public static CallBook decode(byte[] bytes) {
        if (bytes == null) {
            return EMPTY;
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int count = in.readUnsignedShort();
            List<Call> calls = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                calls.add(new Call(in.readUTF(), in.readUTF(), in.readUTF(), in.readLong(), in.readLong()));
            }
            return new CallBook(calls);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
