package io.tokentape.topology.watch;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A map from well-mixed 64-bit numbers to values that are never null. Immutable: a change makes a new table that shares
 * all but the chunks in which something changed, so that one more entry costs the same beside ten and beside a million.
 */
final class LongTable<V> {
    private static final int CHUNK_BITS = 10;

    private final Chunk[] chunks;

    private LongTable(Chunk[] chunks) {
        this.chunks = chunks;
    }

    static <V> LongTable<V> empty() {
        Chunk[] chunks = new Chunk[1 << CHUNK_BITS];
        Arrays.fill(chunks, Chunk.EMPTY);
        return new LongTable<>(chunks);
    }

    /** Null = none. */
    @SuppressWarnings("unchecked")
    V get(long number) {
        return (V) chunks[chunk(number)].get(number);
    }

    /** This table with some entries changed; a null value takes an entry away. */
    LongTable<V> with(Map<Long, ? extends V> changes) {
        Map<Integer, Map<Long, V>> byChunk = new HashMap<>();
        changes.forEach((number, value) ->
                byChunk.computeIfAbsent(chunk(number), c -> new HashMap<>()).put(number, value));
        Chunk[] changed = chunks.clone();
        byChunk.forEach((chunk, entries) -> changed[chunk] = chunks[chunk].with(entries));
        return new LongTable<>(changed);
    }

    private static int chunk(long number) {
        return (int) (number >>> (Long.SIZE - CHUNK_BITS));
    }

    /** Open addressing; a null value marks a free slot, of which there is always one. */
    private static final class Chunk {
        static final Chunk EMPTY = new Chunk(1, 0);

        private final long[] numbers;
        private final Object[] values;
        private final int size;

        private Chunk(int capacity, int size) {
            this.numbers = new long[capacity];
            this.values = new Object[capacity];
            this.size = size;
        }

        Object get(long number) {
            int mask = numbers.length - 1;
            int slot = (int) number & mask;
            while (values[slot] != null) {
                if (numbers[slot] == number) {
                    return values[slot];
                }
                slot = slot + 1 & mask;
            }
            return null;
        }

        Chunk with(Map<Long, ?> changes) {
            int kept = size;
            for (Map.Entry<Long, ?> change : changes.entrySet()) {
                boolean there = get(change.getKey()) != null;
                kept += (change.getValue() == null ? 0 : 1) - (there ? 1 : 0);
            }
            if (kept == 0) {
                return EMPTY;
            }
            Chunk chunk = new Chunk(Integer.highestOneBit(kept) * 4, kept);
            for (int slot = 0; slot < values.length; slot++) {
                if (values[slot] != null && !changes.containsKey(numbers[slot])) {
                    chunk.place(numbers[slot], values[slot]);
                }
            }
            changes.forEach((number, value) -> {
                if (value != null) {
                    chunk.place(number, value);
                }
            });
            return chunk;
        }

        private void place(long number, Object value) {
            int mask = numbers.length - 1;
            int slot = (int) number & mask;
            while (values[slot] != null) {
                slot = slot + 1 & mask;
            }
            numbers[slot] = number;
            values[slot] = value;
        }
    }
}
