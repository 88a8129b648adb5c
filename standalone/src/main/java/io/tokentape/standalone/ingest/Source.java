package io.tokentape.standalone.ingest;

import io.tokentape.connectors.files.InputFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** What an import reads: a file, or standard input. */
interface Source {
    /** As messages name it. */
    String name();

    /** Its text, unzipped. */
    InputStream open() throws IOException;

    static Source file(Path path) {
        return new Source() {
            @Override
            public String name() {
                return path.toString();
            }

            @Override
            public InputStream open() throws IOException {
                return InputFiles.text(path, 0);
            }
        };
    }

    static Source standardInput(InputStream in) {
        return new Source() {
            @Override
            public String name() {
                return "<stdin>";
            }

            @Override
            public InputStream open() throws IOException {
                return InputFiles.text(in);
            }
        };
    }
}
