package io.tokentape.topology.story;

/** A store of bytes in the order of its keys' bytes, without sign. */
public interface Entries {
    /** Null = there is none. */
    byte[] get(byte[] key);

    void put(byte[] key, byte[] value);

    void delete(byte[] key);

    /** What is between two keys, the first included, the last not. The reader may not change the store. */
    void range(byte[] from, byte[] to, Reader reader);

    /** Is given entries. */
    interface Reader {
        /** Says whether it wants more. */
        boolean read(byte[] key, byte[] value);
    }
}
