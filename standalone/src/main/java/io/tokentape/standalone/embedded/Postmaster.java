package io.tokentape.standalone.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The main process of the Postgres that serves a data folder, which it records there with its pid. */
final class Postmaster {
    private static final Logger log = LoggerFactory.getLogger(Postmaster.class);

    private static final String PID_FILE = "postmaster.pid";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int POLL_MILLIS = 10;

    private final ProcessHandle process;

    private Postmaster(ProcessHandle process) {
        this.process = process;
    }

    /**
     * The living process that serves this folder. A pid alone proves nothing, since pids are given again: the process must
     * be a `postgres` that works in this folder, also when the folder has been moved since it was started.
     */
    static Optional<Postmaster> of(Path data) {
        return recorded(data).filter(process -> serves(process, data)).map(Postmaster::new);
    }

    /**
     * Ends the server that a killed predecessor left behind. The caller holds the folder's lock, so a server found here has
     * no owner. A record that names a stranger is removed: Postgres would refuse to start because of it. It is kept where
     * the stranger is a Postgres of which nobody can say what it serves.
     */
    static void endOrphanOf(Path data) {
        Optional<Postmaster> orphan = of(data);
        orphan.ifPresent(postmaster -> {
            log.info("Ending the Postgres {} that an earlier process left behind", postmaster.pid());
            postmaster.end();
        });
        Optional<ProcessHandle> stranger = orphan.isEmpty() ? recorded(data) : Optional.empty();
        if (stranger.filter(process -> isPostgres(process) && folder(process).isEmpty())
                .isPresent()) {
            throw new IllegalStateException("the Postgres " + stranger.get().pid() + " may serve " + data + ": end it");
        }
        if (stranger.isPresent()) {
            try {
                Files.delete(data.resolve(PID_FILE));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot remove the stale " + data.resolve(PID_FILE), e);
            }
        }
    }

    long pid() {
        return process.pid();
    }

    /** Whether it runs; one that has ended and is only still listed does not, and has no command any more. */
    boolean isAlive() {
        return process.isAlive() && process.info().command().isPresent();
    }

    /** Asks, waits a little, then kills; returns when the process is gone. Does nothing to one that has ended. */
    void end() {
        if (!isAlive()) {
            return;
        }
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        if (!ends()) {
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            if (!ends()) {
                throw new IllegalStateException("the Postgres " + process.pid() + " does not end");
            }
        }
    }

    private static Optional<ProcessHandle> recorded(Path data) {
        Path file = data.resolve(PID_FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(file);
            String pid = lines.isEmpty() ? "" : lines.get(0).trim();
            return pid.matches("\\d{1,18}")
                    ? ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive)
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static boolean serves(ProcessHandle process, Path data) {
        return isPostgres(process) && folder(process).equals(Optional.of(data).flatMap(Postmaster::real));
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> Path.of(command).endsWith("postgres"))
                .orElse(false);
    }

    /** What it serves: Postgres works in its data folder, and is told it by `-D`, which a folder that is moved outlives. */
    private static Optional<Path> folder(ProcessHandle process) {
        Optional<Path> works = real(Path.of("/proc", Long.toString(process.pid()), "cwd"));
        if (works.isPresent()) {
            return works;
        }
        List<String> arguments = process.info().arguments().map(Arrays::asList).orElse(List.of());
        int option = arguments.indexOf("-D");
        return option >= 0 && option + 1 < arguments.size()
                ? real(Path.of(arguments.get(option + 1)))
                : Optional.empty();
    }

    private static Optional<Path> real(Path path) {
        try {
            return Optional.of(path.toRealPath());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private boolean ends() {
        long begun = System.nanoTime();
        try {
            // Not by onExit: the process is nobody's child, and that wait ends only when init has reaped it, which may
            // take
            // seconds, or for ever where there is no init.
            while (isAlive()) {
                if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                    return false;
                }
                Thread.sleep(POLL_MILLIS);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !isAlive();
        }
    }
}
