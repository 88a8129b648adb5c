package io.tokentape.connectors.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Opens what may be gzipped: the first two bytes say so, whatever the name. */
public final class InputFiles {
    private static final int BUFFER_BYTES = 1 << 16;

    private InputFiles() {}

    /** The text of the stream, unzipped where it is gzip. Closing it closes the given stream. */
    public static InputStream text(InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in, BUFFER_BYTES);
        return isGzip(buffered) ? new GZIPInputStream(buffered, BUFFER_BYTES) : buffered;
    }

    /** The text of the file from the given position of the unzipped bytes on. */
    public static InputStream text(Path file, long position) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            InputStream text = text(in);
            text.skipNBytes(position);
            return text;
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private static boolean isGzip(BufferedInputStream in) throws IOException {
        in.mark(2);
        int first = in.read();
        int second = in.read();
        in.reset();
        return first == 0x1f && second == 0x8b;
    }
}
