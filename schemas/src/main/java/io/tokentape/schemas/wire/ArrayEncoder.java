package io.tokentape.schemas.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.io.BinaryData;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.util.Utf8;

/**
 * Avro's binary encoding straight into one growing array: no stream in between, one copy per record. For one thread.
 */
final class ArrayEncoder extends BinaryEncoder {
    /** An array that one huge record has blown up is not kept for the small ones after it. */
    private static final int KEPT_BYTES = 1 << 20;

    private static final int FIRST_BYTES = 1024;
    private static final int LONGEST_VARINT = 10;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int position;

    /** Starts a record with the five bytes of the wire format. */
    void start(int schemaId) {
        position = WireFormat.writeHeader(bytes, schemaId);
    }

    /** The record, header included, in an array of its own. */
    byte[] finish() {
        byte[] record = Arrays.copyOf(bytes, position);
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[FIRST_BYTES];
        }
        return record;
    }

    private void ensure(int more) {
        if (bytes.length - position < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(position, more), bytes.length * 2));
        }
    }

    @Override
    public void writeBoolean(boolean value) {
        ensure(1);
        bytes[position++] = (byte) (value ? 1 : 0);
    }

    @Override
    public void writeInt(int value) {
        ensure(LONGEST_VARINT);
        position += BinaryData.encodeInt(value, bytes, position);
    }

    @Override
    public void writeLong(long value) {
        ensure(LONGEST_VARINT);
        position += BinaryData.encodeLong(value, bytes, position);
    }

    @Override
    public void writeFloat(float value) {
        ensure(Float.BYTES);
        position += BinaryData.encodeFloat(value, bytes, position);
    }

    @Override
    public void writeDouble(double value) {
        ensure(Double.BYTES);
        position += BinaryData.encodeDouble(value, bytes, position);
    }

    @Override
    public void writeString(Utf8 value) {
        writeBytes(value.getBytes(), 0, value.getByteLength());
    }

    @Override
    public void writeString(String value) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        writeBytes(encoded, 0, encoded.length);
    }

    @Override
    public void writeBytes(ByteBuffer value) {
        int length = value.remaining();
        writeLong(length);
        ensure(length);
        value.duplicate().get(bytes, position, length);
        position += length;
    }

    @Override
    public void writeBytes(byte[] value, int start, int length) {
        writeLong(length);
        writeFixed(value, start, length);
    }

    @Override
    public void writeFixed(byte[] value, int start, int length) {
        ensure(length);
        System.arraycopy(value, start, bytes, position, length);
        position += length;
    }

    @Override
    protected void writeZero() {
        ensure(1);
        bytes[position++] = 0;
    }

    @Override
    public int bytesBuffered() {
        return position;
    }

    @Override
    public void flush() {
        // There is nothing behind the array.
    }
}
