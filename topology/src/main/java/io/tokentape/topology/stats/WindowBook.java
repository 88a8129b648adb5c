package io.tokentape.topology.stats;

import io.tokentape.topology.story.Entries;
import io.tokentape.topology.story.Said;
import io.tokentape.topology.story.StoryBook;
import io.tokentape.topology.story.StoryShelf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The windows of all assets of a task. A post is counted in its minute; when that closes it is added to the five minutes
 * around it, these to the hour and that to the day, so that a post costs one entry and closing touches only assets of
 * which something was said. A post that comes after its minute closed is counted in every window it belongs to, and those
 * that are closed are told again.
 *
 * <p>Kept of an asset: its open windows, those closed less than {@link #LATENESS} ago, the counts of its past windows
 * ({@link PastCounts}) and its live stories ({@link StoryBook}). Nothing is kept of one that was silent for
 * {@link #SILENCE}. Not safe for use by many threads.
 */
final class WindowBook {
    /** A window changes for so long after it closed. */
    static final Duration LATENESS = Duration.ofMinutes(10);

    /** After so long without a word an asset begins anew. */
    static final Duration SILENCE = Duration.ofDays(31);

    /** How many assets are closed between two looks at the store. */
    private static final int BATCH = 1_000;

    private static final byte REACHED = 0;
    private static final byte WINDOW = 1;
    private static final byte PAST = 2;
    private static final byte SILENT = 3;
    private static final byte[] REACHED_KEY = {REACHED};
    private static final int PREFIX = 1 + Long.BYTES + 1;
    private static final long MINUTE = Span.MINUTE.millis();
    private static final long NO_TIME = Long.MIN_VALUE;

    private final Entries store;
    private final StoryShelf stories;
    private final Consumer<WindowStats> output;
    /** Windows that end at or before it are closed. */
    private long closed;
    /** There is nothing to forget before it: so one need not look again where much was deleted. */
    private long forgotten;

    private record Entry(byte[] key, byte[] value) {}

    /**
     * @param store of windows and pasts
     * @param stories with the lengths of {@link Span#allMillis}
     * @param output told of each window when it closes and whenever it changes afterwards
     */
    WindowBook(Entries store, StoryShelf stories, Consumer<WindowStats> output) {
        this.store = store;
        this.stories = stories;
        this.output = output;
        byte[] reached = store.get(REACHED_KEY);
        this.closed = reached == null ? NO_TIME : ByteBuffer.wrap(reached).getLong();
    }

    /** Whether a post of that time is too old to be counted. */
    static boolean isTooLate(long at, long settled) {
        return at < settled - LATENESS.toMillis();
    }

    /**
     * Counts a post, which is not too late; posts come in order but for those that are late.
     *
     * @param settled up to when posts were counted in order: what a late post changes is known from then on
     */
    void see(String asset, Sighted post, long settled) {
        StoryBook.Told told = stories.book(asset).tell(new Said(post.id(), post.at(), post.source(), post.print()));
        for (Span span : Span.ALL) {
            long end = span.end(post.at());
            byte[] key = windowKey(end, span, asset);
            byte[] before = store.get(key);
            WindowCount count = WindowCount.decode(before);
            count.add(post, told);
            if (closed == NO_TIME || end > closed) {
                store.put(key, count.encode());
                return;
            }
            if (before != null) {
                count.revise();
            }
            store.put(key, count.encode());
            tell(asset, span, end, Math.max(closed, settled), count);
        }
    }

    /** Closes what ends up to and including a time; times do not go back. */
    void reach(long time) {
        if (closed != NO_TIME && time < closed + MINUTE) {
            return;
        }
        long until = Math.floorDiv(time, MINUTE) * MINUTE;
        for (Entry next = first(WINDOW, afterClosed(), until);
                next != null;
                next = first(WINDOW, afterClosed(), until)) {
            close(time(next.key()));
        }
        setClosed(until);
        forget(until - LATENESS.toMillis());
        forgetSilent(until - LATENESS.toMillis());
        forgotten = until - LATENESS.toMillis();
    }

    private long afterClosed() {
        return closed == NO_TIME ? 0 : closed + 1;
    }

    private void close(long end) {
        for (Span span : Span.ALL) {
            if (end % span.millis() == 0) {
                byte[] from = key(WINDOW, end, (byte) span.ordinal(), "");
                byte[] to = key(WINDOW, end, (byte) (span.ordinal() + 1), "");
                List<Entry> batch = entries(from, to);
                while (!batch.isEmpty()) {
                    batch.forEach(entry -> close(asset(entry.key()), span, end, WindowCount.decode(entry.value())));
                    from = after(batch.get(batch.size() - 1).key());
                    batch = entries(from, to);
                }
            }
        }
        setClosed(end);
    }

    private void close(String asset, Span span, long end, WindowCount count) {
        tell(asset, span, end, end, count);
        if (span != Span.DAY) {
            Span longer = Span.ALL.get(span.ordinal() + 1);
            byte[] key = windowKey(longer.end(end - 1), longer, asset);
            WindowCount whole = WindowCount.decode(store.get(key));
            whole.add(count);
            store.put(key, whole.encode());
        }
    }

    private void tell(String asset, Span span, long end, long at, WindowCount count) {
        long window = end / span.millis() - 1;
        byte[] key = pastKey(span, asset);
        PastCounts past = PastCounts.decode(span, store.get(key), window);
        Usual usual = past.before(window);
        past.put(window, count.stories(span));
        store.put(key, past.encode());
        if (span == Span.DAY) {
            store.put(key(SILENT, end + SILENCE.toMillis(), (byte) 0, asset), new byte[0]);
        }
        output.accept(count.stats(asset, span, end, at, usual));
    }

    /** Forgets windows that no late post may change any more. */
    private void forget(long until) {
        byte[] from = key(WINDOW, forgotten, (byte) 0, "");
        byte[] to = key(WINDOW, until + 1, (byte) 0, "");
        for (List<Entry> old = entries(from, to); !old.isEmpty(); old = entries(from, to)) {
            old.forEach(entry -> store.delete(entry.key()));
            from = after(old.get(old.size() - 1).key());
        }
    }

    private void forgetSilent(long until) {
        for (Entry due = first(SILENT, forgotten, until); due != null; due = first(SILENT, forgotten, until)) {
            store.delete(due.key());
            String asset = asset(due.key());
            long end = time(due.key()) - SILENCE.toMillis();
            byte[] days = store.get(pastKey(Span.DAY, asset));
            long lastWindow = end / Span.DAY.millis() - 1;
            if (days != null && PastCounts.decode(Span.DAY, days, lastWindow).last() <= lastWindow) {
                Span.ALL.forEach(span -> store.delete(pastKey(span, asset)));
                stories.forget(asset);
            }
        }
    }

    private void setClosed(long until) {
        closed = until;
        store.put(REACHED_KEY, ByteBuffer.allocate(Long.BYTES).putLong(until).array());
    }

    /** Null = there is none. */
    private Entry first(byte kind, long from, long until) {
        List<Entry> found = new ArrayList<>(1);
        store.range(key(kind, from, (byte) 0, ""), key(kind, until + 1, (byte) 0, ""), (key, value) -> {
            found.add(new Entry(key, value));
            return false;
        });
        return found.isEmpty() ? null : found.get(0);
    }

    /** The first of a range, {@value #BATCH} at most. */
    private List<Entry> entries(byte[] from, byte[] to) {
        List<Entry> found = new ArrayList<>();
        store.range(from, to, (key, value) -> {
            found.add(new Entry(key, value));
            return found.size() < BATCH;
        });
        return found;
    }

    private static byte[] windowKey(long end, Span span, String asset) {
        return key(WINDOW, end, (byte) span.ordinal(), asset);
    }

    private static byte[] pastKey(Span span, String asset) {
        return key(PAST, 0, (byte) span.ordinal(), asset);
    }

    /** Keys sort by kind, then time, then length of window, then asset. */
    private static byte[] key(byte kind, long time, byte span, String asset) {
        byte[] name = asset.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(PREFIX + name.length)
                .put(kind)
                .putLong(time)
                .put(span)
                .put(name)
                .array();
    }

    private static byte[] after(byte[] key) {
        return ByteBuffer.allocate(key.length + 1).put(key).array();
    }

    private static long time(byte[] key) {
        return ByteBuffer.wrap(key).getLong(1);
    }

    private static String asset(byte[] key) {
        return new String(key, PREFIX, key.length - PREFIX, StandardCharsets.UTF_8);
    }
}
