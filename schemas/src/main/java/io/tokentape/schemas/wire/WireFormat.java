package io.tokentape.schemas.wire;

/** Confluent's frame: a zero byte and the schema id in four bytes, big-endian, before the Avro binary. */
final class WireFormat {
    static final int HEADER_BYTES = 5;

    private WireFormat() {}

    /** Writes the header at the array's start and gives the position behind it. */
    static int writeHeader(byte[] target, int schemaId) {
        target[0] = 0;
        target[1] = (byte) (schemaId >>> 24);
        target[2] = (byte) (schemaId >>> 16);
        target[3] = (byte) (schemaId >>> 8);
        target[4] = (byte) schemaId;
        return HEADER_BYTES;
    }

    static boolean isFramed(byte[] record) {
        return record.length >= HEADER_BYTES && record[0] == 0;
    }

    static int schemaId(byte[] record) {
        return (record[1] & 0xff) << 24 | (record[2] & 0xff) << 16 | (record[3] & 0xff) << 8 | (record[4] & 0xff);
    }
}
