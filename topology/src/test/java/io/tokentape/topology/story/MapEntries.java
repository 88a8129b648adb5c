package io.tokentape.topology.story;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Entries in a map. */
public final class MapEntries implements Entries {
    private final TreeMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);

    @Override
    public byte[] get(byte[] key) {
        return entries.get(key);
    }

    @Override
    public void put(byte[] key, byte[] value) {
        entries.put(key, value);
    }

    @Override
    public void delete(byte[] key) {
        entries.remove(key);
    }

    @Override
    public void range(byte[] from, byte[] to, Reader reader) {
        for (Map.Entry<byte[], byte[]> entry : entries.subMap(from, to).entrySet()) {
            if (!reader.read(entry.getKey(), entry.getValue())) {
                return;
            }
        }
    }

    public int size() {
        return entries.size();
    }
}
