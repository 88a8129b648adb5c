package io.tokentape.topology.stats;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How many stories an asset had in each of its past windows of one length; only windows that had some are kept, and only
 * the last {@link Span#pastWindows}. Not safe for use by many threads.
 */
final class PastCounts {
    private static final int BYTES_A_WINDOW = Long.BYTES + Integer.BYTES;

    private final Span span;
    /** Number of the first window ever. */
    private long first;
    /** In order, {@link #kept} of them. */
    private long[] windows;

    private int[] stories;
    private int kept;

    private PastCounts(Span span, long first, int room) {
        this.span = span;
        this.first = first;
        this.windows = new long[room];
        this.stories = new int[room];
    }

    /** @param bytes null = nothing is known before this window */
    static PastCounts decode(Span span, byte[] bytes, long window) {
        if (bytes == null) {
            return new PastCounts(span, window, 1);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long first = buffer.getLong();
        int kept = buffer.remaining() / BYTES_A_WINDOW;
        PastCounts past = new PastCounts(span, first, kept + 1);
        for (int i = 0; i < kept; i++) {
            past.windows[i] = buffer.getLong();
            past.stories[i] = buffer.getInt();
        }
        past.kept = kept;
        return past;
    }

    byte[] encode() {
        ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES + kept * BYTES_A_WINDOW);
        buffer.putLong(first);
        for (int i = 0; i < kept; i++) {
            buffer.putLong(windows[i]).putInt(stories[i]);
        }
        return buffer.array();
    }

    /** Number of the last window that had a story. */
    long last() {
        return windows[kept - 1];
    }

    void put(long window, long count) {
        first = Math.min(first, window);
        int at = Arrays.binarySearch(windows, 0, kept, window);
        if (at < 0) {
            at = -at - 1;
            if (kept == windows.length) {
                windows = Arrays.copyOf(windows, kept + 4);
                stories = Arrays.copyOf(stories, kept + 4);
            }
            System.arraycopy(windows, at, windows, at + 1, kept - at);
            System.arraycopy(stories, at, stories, at + 1, kept - at);
            windows[at] = window;
            kept++;
        }
        stories[at] = (int) Math.min(Integer.MAX_VALUE, count);
        forgetBefore(last() - span.pastWindows());
    }

    private void forgetBefore(long window) {
        int old = 0;
        while (windows[old] < window) {
            old++;
        }
        System.arraycopy(windows, old, windows, 0, kept - old);
        System.arraycopy(stories, old, stories, 0, kept - old);
        kept -= old;
    }

    /** What was usual before a window. */
    Usual before(long window) {
        long from = Math.max(first, window - span.pastWindows());
        double[] counts = new double[(int) Math.max(0, window - from)];
        for (int i = 0; i < kept; i++) {
            if (windows[i] >= from && windows[i] < window) {
                counts[(int) (windows[i] - from)] = stories[i];
            }
        }
        return Usual.of(counts, span.fewestPastWindows());
    }
}
