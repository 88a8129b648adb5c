package io.tokentape.schemas.wire;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Avro's binary encoding read from one array, strings without a detour. Bytes that are not what the schema says give an
 * IOException and never a large allocation: a length or a count that the rest of the array cannot hold is refused before
 * anything is made for it. (Avro's own decoder allocates an array's claimed count.) For one thread.
 */
final class ArrayDecoder extends Decoder {
    private byte[] bytes = new byte[0];
    private int position;

    void reset(byte[] record, int start) {
        bytes = record;
        position = start;
    }

    /** Lets go of the record. */
    void release() {
        bytes = new byte[0];
        position = 0;
    }

    @Override
    public int remainingBytes() {
        return bytes.length - position;
    }

    private void need(long count) throws EOFException {
        if (count < 0 || count > bytes.length - position) {
            throw new EOFException(
                    "byte " + position + ": " + count + " bytes are announced and " + remainingBytes() + " are left");
        }
    }

    private int take(int count) throws EOFException {
        need(count);
        int start = position;
        position += count;
        return start;
    }

    private int takeLength() throws IOException {
        long length = readLong();
        need(length);
        int start = position;
        position += (int) length;
        return start;
    }

    @Override
    public void readNull() {
        // Null takes no bytes.
    }

    @Override
    public boolean readBoolean() throws IOException {
        return bytes[take(1)] == 1;
    }

    @Override
    public int readInt() throws IOException {
        long value = readLong();
        if (value != (int) value) {
            throw new IOException("byte " + position + ": not an int");
        }
        return (int) value;
    }

    @Override
    public long readLong() throws IOException {
        int at = position;
        if (at < bytes.length && bytes[at] >= 0) {
            position = at + 1;
            int single = bytes[at];
            return (single >>> 1) ^ -(single & 1);
        }
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (at == bytes.length) {
                throw new EOFException("byte " + at + ": the record ends within a number");
            }
            byte next = bytes[at++];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                position = at;
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new IOException("byte " + position + ": a number of more than ten bytes");
    }

    @Override
    public float readFloat() throws IOException {
        int start = take(Float.BYTES);
        return Float.intBitsToFloat((bytes[start] & 0xff)
                | (bytes[start + 1] & 0xff) << 8
                | (bytes[start + 2] & 0xff) << 16
                | (bytes[start + 3] & 0xff) << 24);
    }

    @Override
    public double readDouble() throws IOException {
        int start = take(Double.BYTES);
        long bits = 0;
        for (int i = Double.BYTES - 1; i >= 0; i--) {
            bits = bits << 8 | (bytes[start + i] & 0xff);
        }
        return Double.longBitsToDouble(bits);
    }

    @Override
    public Utf8 readString(Utf8 old) throws IOException {
        return new Utf8(readString());
    }

    @Override
    public String readString() throws IOException {
        int start = takeLength();
        return new String(bytes, start, position - start, StandardCharsets.UTF_8);
    }

    @Override
    public void skipString() throws IOException {
        takeLength();
    }

    @Override
    public ByteBuffer readBytes(ByteBuffer old) throws IOException {
        int start = takeLength();
        byte[] copy = new byte[position - start];
        System.arraycopy(bytes, start, copy, 0, copy.length);
        return ByteBuffer.wrap(copy);
    }

    @Override
    public void skipBytes() throws IOException {
        takeLength();
    }

    @Override
    public void readFixed(byte[] target, int start, int length) throws IOException {
        System.arraycopy(bytes, take(length), target, start, length);
    }

    @Override
    public void skipFixed(int length) throws IOException {
        take(length);
    }

    @Override
    public int readEnum() throws IOException {
        return readInt();
    }

    @Override
    public int readIndex() throws IOException {
        return readInt();
    }

    @Override
    public long readArrayStart() throws IOException {
        return readBlockStart();
    }

    @Override
    public long arrayNext() throws IOException {
        return readBlockStart();
    }

    @Override
    public long readMapStart() throws IOException {
        return readBlockStart();
    }

    @Override
    public long mapNext() throws IOException {
        return readBlockStart();
    }

    @Override
    public long skipArray() throws IOException {
        return skipBlocks();
    }

    @Override
    public long skipMap() throws IOException {
        return skipBlocks();
    }

    /**
     * Count of the next block's items. Every item of our schemas takes at least one byte, so that a larger count than
     * bytes are left is a lie. A negative count is followed by the block's length in bytes.
     */
    private long readBlockStart() throws IOException {
        long count = readLong();
        if (count < 0) {
            need(readLong());
            count = -count;
        }
        need(count);
        return count;
    }

    /** Skips blocks that give their length; the count of the first that does not, for the caller to skip by items. */
    private long skipBlocks() throws IOException {
        long count = readLong();
        while (count < 0) {
            takeLength();
            count = readLong();
        }
        need(count);
        return count;
    }
}
