package io.tokentape.topology.story;

import java.util.function.BiConsumer;

/** A store of bytes in the order of its keys' bytes, without sign. */
public interface Entries {
    /** Null = there is none. */
    byte[] get(byte[] key);

    void put(byte[] key, byte[] value);

    void delete(byte[] key);

    /** All between two keys, the first included, the last not; the reader may not change the store. */
    void range(byte[] from, byte[] to, BiConsumer<byte[], byte[]> reader);
}
