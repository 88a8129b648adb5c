package io.tokentape.connectors.files;

import io.tokentape.schemas.catalogue.Topics;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Splits bytes into lines without copying them and knows where each line ends, so that reading can go on there later. A
 * line ends with a line feed, which a carriage return may precede, or with the input. For use by one thread.
 */
public final class LineReader implements Closeable {
    /** JSON may spend six bytes on one; a longer line cannot hold a record that fits its topic. */
    public static final int MAX_LINE_BYTES = 6 * Topics.LARGE_RECORD_BYTES + (1 << 16);

    private final InputStream in;
    private final int maxLineBytes;
    private byte[] buffer = new byte[1 << 18];
    /** Unread bytes are those from start to end. */
    private int start;

    private int end;
    private boolean exhausted;

    private int lineOffset;
    private int lineLength;
    private long line;
    private long position;
    private boolean terminated;
    private boolean tooLong;

    public LineReader(InputStream in) {
        this(in, 0, 0, MAX_LINE_BYTES);
    }

    /**
     * @param position how many bytes of the input were read before
     * @param line how many lines were read before
     */
    public LineReader(InputStream in, long position, long line) {
        this(in, position, line, MAX_LINE_BYTES);
    }

    LineReader(InputStream in, long position, long line, int maxLineBytes) {
        this.in = in;
        this.position = position;
        this.line = line;
        this.maxLineBytes = maxLineBytes;
    }

    /** Goes to the next line; false at the end of the input. */
    public boolean next() throws IOException {
        int scanned = start;
        tooLong = false;
        while (true) {
            for (int i = scanned; i < end; i++) {
                if (buffer[i] == '\n') {
                    take(i, 1);
                    return true;
                }
            }
            scanned = end;
            if (exhausted) {
                if (start == end && !tooLong) {
                    return false;
                }
                take(end, 0);
                return true;
            }
            if (end - start > maxLineBytes) {
                tooLong = true;
                position += end - start;
                start = 0;
                end = 0;
                scanned = 0;
            }
            scanned -= fill();
        }
    }

    /** The bytes that hold the line; valid until the next call of {@link #next}. */
    public byte[] buffer() {
        return buffer;
    }

    public int offset() {
        return lineOffset;
    }

    /** 0 when the line was too long. */
    public int length() {
        return lineLength;
    }

    /** Number of the line, from 1. */
    public long line() {
        return line;
    }

    /** Bytes read up to the end of this line, its line feed included. */
    public long position() {
        return position;
    }

    /** Whether a line feed ended the line; if not, more of it may still be written. */
    public boolean terminated() {
        return terminated;
    }

    /** Whether the line was longer than any record could be; its bytes are gone. */
    public boolean tooLong() {
        return tooLong;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void take(int lineEnd, int feed) {
        position += lineEnd + feed - start;
        line++;
        terminated = feed == 1;
        lineOffset = start;
        lineLength = lineEnd - start;
        if (terminated && lineLength > 0 && buffer[lineEnd - 1] == '\r') {
            lineLength--;
        }
        tooLong |= lineLength > maxLineBytes;
        if (tooLong) {
            lineLength = 0;
        }
        start = lineEnd + feed;
    }

    /** Reads more behind the unread bytes and says by how much these were moved to the front. */
    private int fill() throws IOException {
        int moved = 0;
        if (end == buffer.length) {
            moved = start;
            if (start > 0) {
                System.arraycopy(buffer, start, buffer, 0, end - start);
                end -= start;
                start = 0;
            } else {
                buffer = Arrays.copyOf(buffer, buffer.length * 2);
            }
        }
        int read = in.read(buffer, end, buffer.length - end);
        if (read < 0) {
            exhausted = true;
        } else {
            end += read;
        }
        return moved;
    }
}
