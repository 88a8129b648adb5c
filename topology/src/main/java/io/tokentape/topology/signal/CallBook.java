package io.tokentape.topology.signal;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Calls of one channel, by which an update that answers none of them is tied to the one it belongs to. Immutable.
 *
 * @param calls the latest first
 */
public record CallBook(List<Call> calls) {
    /** An update that names the instrument belongs to a call of it that is no older. */
    private static final Duration ASSET_HORIZON = Duration.ofDays(60);

    /** An update that names nothing belongs to the latest call, if that is no older. */
    private static final Duration LATEST_HORIZON = Duration.ofDays(3);

    private static final long NOT_ENDED = Long.MAX_VALUE;

    /** By what an update was tied to a call. */
    public enum Reason {
        REPLY,
        ASSET,
        LATEST
    }

    /**
     * A call.
     *
     * @param id of its intelligence, the first revision that was a call
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

        /** The call once an update of that time has ended it; the first end holds. */
        public Call endedBy(long update) {
            return new Call(id, postId, base, timestamp, Math.min(endedAt, update));
        }
    }

    /** The call that an update belongs to. */
    public record Link(Call call, Reason reason) {}

    public CallBook {
        calls = List.copyOf(calls);
    }

    /** How far before an update a call of it can lie. @param base the instrument that the update names; null = none */
    public static Duration horizon(String base) {
        return base == null ? LATEST_HORIZON : ASSET_HORIZON;
    }

    /**
     * The call that an update belongs to: the latest of the instrument it names, an open one before one that has ended; or,
     * where it names none, the latest open one.
     *
     * @param base the instrument named; null = none
     * @param before calls and ends of this time or later are not yet known, epoch milliseconds
     */
    public Optional<Link> find(String base, long before) {
        long oldest = before - horizon(base).toMillis();
        Call ended = null;
        for (Call call : calls) {
            if (call.timestamp() >= before || call.timestamp() < oldest || base != null && !base.equals(call.base())) {
                continue;
            }
            if (call.endedAt() >= before) {
                return Optional.of(new Link(call, base == null ? Reason.LATEST : Reason.ASSET));
            }
            ended = ended == null ? call : ended;
        }
        return base == null ? Optional.empty() : Optional.ofNullable(ended).map(call -> new Link(call, Reason.ASSET));
    }
}
