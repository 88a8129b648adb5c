package io.tokentape.standalone.up;

import java.nio.file.Path;

/**
 * What `up` was asked for.
 *
 * @param host address on which REST listens; everything else stays on loopback
 * @param ports 0 = any free one
 * @param data folder of everything that outlives the process
 * @param prefix of every topic
 * @param demo whether made-up posts feed the system
 */
record UpOptions(String host, Ports ports, Path data, String prefix, boolean demo) {
    record Ports(int rest, int kafka, int registry, int connect, int postgres) {}

    UpOptions {
        data = data.toAbsolutePath().normalize();
    }

    /** Post files that are put here are read. */
    Path inbox() {
        return data.resolve("inbox");
    }

    Path logFile() {
        return data.resolve("logs").resolve("tokentape.log");
    }
}
