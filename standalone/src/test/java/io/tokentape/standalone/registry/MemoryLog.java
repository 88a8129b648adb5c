package io.tokentape.standalone.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A log that keeps, as a compacted topic does, the last value of a key. */
final class MemoryLog implements RegistryLog {
    private final LogCodec codec = new LogCodec();
    private final Map<String, String> latest = new LinkedHashMap<>();
    private boolean broken;

    @Override
    public void replay(Consumer<LogEntry> entries) {
        List<Map.Entry<String, String>> all = new ArrayList<>(latest.entrySet());
        all.forEach(record -> codec.decode(record.getKey(), record.getValue()).ifPresent(entries));
    }

    @Override
    public void append(LogEntry entry) {
        if (broken) {
            throw RegistryException.store("no broker");
        }
        LogCodec.Encoded record = codec.encode(entry);
        latest.remove(record.key());
        latest.put(record.key(), record.value());
    }

    /** A record as another registry wrote it. */
    void put(String key, String value) {
        latest.remove(key);
        latest.put(key, value);
    }

    void breakDown() {
        broken = true;
    }

    Map<String, String> records() {
        return latest;
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
