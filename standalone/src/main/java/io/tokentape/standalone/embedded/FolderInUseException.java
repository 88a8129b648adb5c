package io.tokentape.standalone.embedded;

import java.nio.file.Path;

/** Another process, or another part of this one, works in the folder. */
public final class FolderInUseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FolderInUseException(Path dir) {
        super("the folder " + dir + " is in use");
    }
}
