package io.tokentape.connectors.files;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file, read line by line and possibly still being written. Reading stands before a line until it is taken; after the
 * last line the file is closed and can be asked again.
 */
final class PostFile {
    private static final Logger log = LoggerFactory.getLogger(PostFile.class);

    private final Path path;
    private final Clock clock;
    private final long settleMillis;
    private FilePosition position;
    private LineReader reader;
    /** The file as it was when its end was reached; null = there may be more. */
    private Stamp end;

    private record Stamp(long size, long modifiedMillis) {}

    /** @param settleMillis how long a file must be unchanged to count as complete */
    PostFile(Path path, FilePosition position, Clock clock, long settleMillis) {
        this.path = path;
        this.position = position;
        this.clock = clock;
        this.settleMillis = settleMillis;
    }

    Path path() {
        return path;
    }

    /** Behind the last line taken. */
    FilePosition position() {
        return position;
    }

    /** Whether there may be lines that were not read: unless the file is as it was at its end. */
    boolean mayHaveMore() throws IOException {
        return reader != null || !stamp().equals(end);
    }

    /** Goes to the next line; false when there is none for now. */
    boolean next() throws IOException {
        Stamp before = stamp();
        try {
            if (reader == null) {
                reader = new LineReader(InputFiles.text(path, position.bytes()), position.bytes(), position.lines());
            }
            if (reader.next()) {
                return true;
            }
            endAt(before);
        } catch (EOFException | ZipException e) {
            // A compressed file of which the rest is still to come or never will; or a file shorter than it was.
            if (isSettled(before)) {
                log.warn("{} cannot be read on after line {}: {}", path, position.lines(), e.toString());
                endAt(before);
            } else {
                endAt(null);
            }
        }
        return false;
    }

    /** The line before which reading stands. */
    LineReader line() {
        return reader;
    }

    /** Whether more of the line may still be written. */
    boolean isLineGrowing() throws IOException {
        return !reader.terminated() && !isSettled(stamp());
    }

    void takeLine() {
        position = new FilePosition(reader.position(), reader.line());
    }

    /** Goes back to an earlier position, or to the one it has, and closes the file. */
    void rewind(FilePosition to) {
        position = to;
        endAt(null);
    }

    void close() {
        if (reader == null) {
            return;
        }
        try {
            reader.close();
        } catch (IOException e) {
            log.debug("{} did not close", path, e);
        }
        reader = null;
    }

    private boolean isSettled(Stamp stamp) {
        return clock.millis() - stamp.modifiedMillis >= settleMillis;
    }

    private void endAt(Stamp stamp) {
        close();
        end = stamp;
    }

    private Stamp stamp() throws IOException {
        return new Stamp(Files.size(path), Files.getLastModifiedTime(path).toMillis());
    }
}
