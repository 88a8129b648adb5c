package io.tokentape.connectors.files;

import org.apache.avro.specific.SpecificRecord;

/** What reading a line gave. */
public sealed interface Parsed<V extends SpecificRecord> {
    record Accepted<V extends SpecificRecord>(TapeRecord<V> record) implements Parsed<V> {}

    /** @param detail what is wrong, naming the field; never the text of the post */
    record Rejected<V extends SpecificRecord>(RejectReason reason, String detail) implements Parsed<V> {}

    /** A blank line or a header: nothing to send and nothing wrong. */
    record Nothing<V extends SpecificRecord>() implements Parsed<V> {}
}
