package io.tokentape.topology.story;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Counts distinct names: exactly up to {@value #EXACT_UP_TO}, beyond that by how densely the smallest hashes lie (k minimum
 * values; Bar-Yossef and others, "Counting distinct elements in a data stream", 2002), with a standard error of about one
 * eighth. The order of names and of merging does not matter. Not safe for use by many threads.
 */
public final class DistinctCount {
    public static final int EXACT_UP_TO = 64;

    private static final int BYTES_OF_COUNT = 1;
    private static final long FACTOR_1 = 0xBF58476D1CE4E5B9L;
    private static final long FACTOR_2 = 0x94D049BB133111EBL;
    private static final double RANGE = 0x1p63;

    /** The smallest hashes, 0 or more each, in order; {@link #kept} of them count. */
    private long[] least = new long[2];

    private int kept;
    private boolean full;

    public void add(String name) {
        add(hash(name));
    }

    public void addAll(DistinctCount other) {
        for (int i = 0; i < other.kept; i++) {
            add(other.least[i]);
        }
        full |= other.full;
    }

    private void add(long hash) {
        int at = Arrays.binarySearch(least, 0, kept, hash);
        if (at >= 0) {
            return;
        }
        int place = -at - 1;
        if (kept == EXACT_UP_TO) {
            full = true;
            if (place < kept) {
                System.arraycopy(least, place, least, place + 1, kept - 1 - place);
                least[place] = hash;
            }
            return;
        }
        if (kept == least.length) {
            least = Arrays.copyOf(least, kept * 2);
        }
        System.arraycopy(least, place, least, place + 1, kept - place);
        least[place] = hash;
        kept++;
    }

    public long count() {
        return full ? StrictMath.round((EXACT_UP_TO - 1) * (RANGE / least[kept - 1])) : kept;
    }

    public int encodedBytes() {
        return BYTES_OF_COUNT + kept * Long.BYTES;
    }

    public void encode(ByteBuffer into) {
        into.put((byte) (full ? -1 : kept));
        for (int i = 0; i < kept; i++) {
            into.putLong(least[i]);
        }
    }

    public static DistinctCount decode(ByteBuffer from) {
        DistinctCount count = new DistinctCount();
        byte kept = from.get();
        count.full = kept < 0;
        count.kept = count.full ? EXACT_UP_TO : kept;
        count.least = new long[Math.max(2, count.kept)];
        for (int i = 0; i < count.kept; i++) {
            count.least[i] = from.getLong();
        }
        return count;
    }

    private static long hash(String name) {
        long hash = name.length();
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * FACTOR_2;
            hash ^= hash >>> 29;
        }
        hash = (hash ^ (hash >>> 30)) * FACTOR_1;
        hash = (hash ^ (hash >>> 27)) * FACTOR_2;
        return (hash ^ (hash >>> 31)) >>> 1;
    }
}
