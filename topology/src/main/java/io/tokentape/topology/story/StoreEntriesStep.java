package io.tokentape.topology.story;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** A state store of a step as plain entries. */
public final class StoreEntriesStep implements Entries {
    private final KeyValueStore<Bytes, byte[]> store;

    public StoreEntriesStep(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    @Override
    public byte[] get(byte[] key) {
        return store.get(Bytes.wrap(key));
    }

    @Override
    public void put(byte[] key, byte[] value) {
        store.put(Bytes.wrap(key), value);
    }

    @Override
    public void delete(byte[] key) {
        store.delete(Bytes.wrap(key));
    }

    @Override
    public void range(byte[] from, byte[] to, Reader reader) {
        Bytes end = Bytes.wrap(to);
        try (KeyValueIterator<Bytes, byte[]> entries = store.range(Bytes.wrap(from), end)) {
            boolean more = true;
            while (more && entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                more = !entry.key.equals(end) && reader.read(entry.key.get(), entry.value);
            }
        }
    }
}
