package io.tokentape.connectors.files;

import java.nio.file.Path;
import java.util.Map;

/**
 * How far a file was read.
 *
 * @param bytes of the unzipped text
 * @param lines how many that was
 */
record FilePosition(long bytes, long lines) {
    static final FilePosition START = new FilePosition(0, 0);

    private static final String FILE = "file";
    private static final String BYTES = "bytes";
    private static final String LINES = "lines";

    /** The key under which Connect keeps the position. */
    static Map<String, String> partition(Path file) {
        return Map.of(FILE, file.toString());
    }

    Map<String, Long> offset() {
        return Map.of(BYTES, bytes, LINES, lines);
    }

    /** @param offset null = never read */
    static FilePosition of(Map<String, Object> offset) {
        return offset == null
                ? START
                : new FilePosition(((Number) offset.get(BYTES)).longValue(), ((Number) offset.get(LINES)).longValue());
    }
}
