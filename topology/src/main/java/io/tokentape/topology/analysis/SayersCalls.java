package io.tokentape.topology.analysis;

import io.tokentape.topology.signal.CallBook;
import io.tokentape.topology.signal.CallBook.Call;
import io.tokentape.topology.signal.CallBook.Link;
import io.tokentape.topology.signal.CallBook.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The calls of one sayer in the store of all: an entry a call, in order of time, and an entry a post, call or update, that
 * says to which call it belongs. Nothing is ever dropped, so that what an update is tied to depends on the times of calls
 * and updates and not on the order in which they came, as long as that differs from time by less than {@code settle}.
 */
final class SayersCalls {
    /** So many calls before an update are looked at. */
    static final int MOST_CALLS = 512;

    private static final byte CALL = 'c';
    private static final byte POST = 'p';

    private final Entries store;
    private final byte[] sayer;
    private final Duration settle;
    private final Runnable whenCut;

    /** The store, in the order of its keys' bytes. */
    interface Entries {
        /** Null = there is none. */
        byte[] get(byte[] key);

        void put(byte[] key, byte[] value);

        /** Values of the keys between two, both included, last key first, as long as the reader says yes. */
        void descending(byte[] from, byte[] to, Predicate<byte[]> reader);
    }

    /**
     * To which call a post belongs.
     *
     * @param link null = none was found
     * @param timestamp of the first revision that was a call or an update, epoch milliseconds
     */
    private record Tie(Link link, long timestamp) {}

    /**
     * @param settle calls and updates that are not older than an update by more are not yet known to it
     * @param whenCut told when an update could belong to more than {@link #MOST_CALLS} calls
     */
    SayersCalls(Entries store, String source, String sayer, Duration settle, Runnable whenCut) {
        this.store = store;
        this.sayer = SeenPost.key(source, sayer);
        this.settle = settle;
        this.whenCut = whenCut;
    }

    /** Enters a call; a post that was a call before stays as it was first seen. */
    void enter(Call call) {
        Tie known = tie(call.postId());
        if (known != null && known.link() != null && isOf(call.postId(), known.link())) {
            return;
        }
        put(call);
        put(call.postId(), new Tie(new Link(call, Reason.ASSET), call.timestamp()));
    }

    private static boolean isOf(String postId, Link link) {
        return link.call().postId().equals(postId);
    }

    /**
     * The call that an update belongs to: that of an earlier revision; else the one that it answers, itself or through
     * another update; else what the book finds, of an answer to something unknown only by the instrument named.
     *
     * @param base the instrument named; null = none
     * @param replyTo the source's id of the post that the update answers; null = none
     * @param timestamp of the update, epoch milliseconds; an edit sees what its first revision saw
     * @param keep whether later revisions and answers are to know
     */
    Optional<Link> link(String postId, String base, String replyTo, long timestamp, boolean keep) {
        Tie known = tie(postId);
        if (known != null && known.link() != null) {
            return Optional.of(known.link());
        }
        long first = known == null ? timestamp : known.timestamp();
        Optional<Link> link = found(base, replyTo, first - settle.toMillis());
        if (keep) {
            put(postId, new Tie(link.orElse(null), first));
        }
        return link;
    }

    private Optional<Link> found(String base, String replyTo, long before) {
        if (replyTo != null) {
            Tie answered = tie(replyTo);
            if (answered != null && answered.link() != null && answered.timestamp() < before) {
                return Optional.of(new Link(answered.link().call(), Reason.REPLY));
            }
            if (base == null) {
                return Optional.empty();
            }
        }
        return new CallBook(latest(base, before)).find(base, before);
    }

    /** Marks a call as ended by an update of that time. */
    void end(Call call, long update) {
        put(read(store.get(callKey(call.timestamp(), call.postId())))
                .link()
                .call()
                .endedBy(update));
    }

    private List<Call> latest(String base, long before) {
        long oldest = Math.max(0, before - CallBook.horizon(base).toMillis());
        List<Call> calls = new ArrayList<>();
        if (oldest >= before) {
            return calls;
        }
        store.descending(callKey(oldest, ""), callKey(before, ""), value -> {
            if (calls.size() == MOST_CALLS) {
                whenCut.run();
                return false;
            }
            calls.add(read(value).link().call());
            return true;
        });
        return calls;
    }

    private Tie tie(String postId) {
        byte[] bytes = store.get(key(POST, new byte[0], postId));
        return bytes == null ? null : read(bytes);
    }

    private void put(String postId, Tie tie) {
        store.put(key(POST, new byte[0], postId), written(tie));
    }

    private void put(Call call) {
        store.put(
                callKey(call.timestamp(), call.postId()),
                written(new Tie(new Link(call, Reason.ASSET), call.timestamp())));
    }

    /** In order of time; before it all keys of earlier times. */
    private byte[] callKey(long timestamp, String postId) {
        return key(CALL, ByteBuffer.allocate(Long.BYTES).putLong(timestamp).array(), postId);
    }

    /** The length keeps a sayer apart from those whose names begin with its name. */
    private byte[] key(byte kind, byte[] time, String postId) {
        byte[] post = postId.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + Integer.BYTES + sayer.length + time.length + post.length)
                .put(kind)
                .putInt(sayer.length)
                .put(sayer)
                .put(time)
                .put(post)
                .array();
    }

    private static byte[] written(Tie tie) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(tie.timestamp());
            if (tie.link() != null) {
                Call call = tie.link().call();
                out.writeByte(tie.link().reason().ordinal());
                write(out, call.id());
                write(out, call.postId());
                write(out, call.base());
                out.writeLong(call.timestamp());
                out.writeLong(call.endedAt());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static Tie read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            long timestamp = in.readLong();
            if (in.available() == 0) {
                return new Tie(null, timestamp);
            }
            Reason reason = Reason.values()[in.readByte()];
            Call call = new Call(text(in), text(in), text(in), in.readLong(), in.readLong());
            return new Tie(new Link(call, reason), timestamp);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of any length, unlike the platform's own form. */
    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
