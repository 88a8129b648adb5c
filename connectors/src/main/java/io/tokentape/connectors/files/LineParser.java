package io.tokentape.connectors.files;

import org.apache.avro.specific.SpecificRecord;

/**
 * Reads the lines of one file in order. Never throws for what a line holds. For use by one thread; make a new one for
 * every file.
 */
public interface LineParser<V extends SpecificRecord> {
    /** Reads {@code length} bytes of UTF-8 from {@code offset}, the end of line not included. */
    Parsed<V> parse(byte[] bytes, int offset, int length);
}
