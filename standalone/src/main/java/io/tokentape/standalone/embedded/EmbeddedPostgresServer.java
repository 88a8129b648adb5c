package io.tokentape.standalone.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Postgres server as a child process, listening on loopback, with one database. Its folder holds the program, the data
 * and the log; a server started on the folder of an earlier one goes on with its rows. Postgres outlives a process that is
 * killed, so the next start ends what the last one left behind.
 */
public final class EmbeddedPostgresServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgresServer.class);

    private static final String HOST = "127.0.0.1";
    private static final String USER = "postgres";
    private static final String DATABASE = "tokentape";
    private static final int PORT_ATTEMPTS = 5;

    /** Long enough to replay what a killed server had written. */
    private static final Duration START = Duration.ofSeconds(60);

    private final EmbeddedPostgres server;
    private final FolderLock lock;
    private final Postmaster postmaster;
    private final int port;

    private EmbeddedPostgresServer(EmbeddedPostgres server, FolderLock lock, Postmaster postmaster, int port) {
        this.server = server;
        this.lock = lock;
        this.postmaster = postmaster;
        this.port = port;
    }

    /**
     * Starts and waits until it answers.
     *
     * @param dir created when absent
     * @param port 0 = any free one
     * @throws FolderInUseException when another server was started on the folder and its process lives
     */
    public static EmbeddedPostgresServer start(Path dir, int port) {
        return start(dir, port, dir.resolve("program"));
    }

    /** As {@link #start(Path, int)}, with the program unpacked to, or found in, a folder that several may share. */
    public static EmbeddedPostgresServer start(Path dir, int port, Path program) {
        Path absolute = dir.toAbsolutePath().normalize();
        FolderLock lock = FolderLock.take(absolute);
        try {
            Postmaster.endOrphanOf(absolute.resolve("data"));
            return startLocked(absolute, port, program.toAbsolutePath().normalize(), lock);
        } catch (IOException e) {
            lock.close();
            throw new UncheckedIOException("cannot start Postgres in " + absolute, e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Ends the server of the folder, of whoever it is, also one that is still starting. */
    public static void endIn(Path dir) {
        Postmaster.of(dir.toAbsolutePath().normalize().resolve("data")).ifPresent(Postmaster::end);
    }

    /** For a superuser without password: the server is on loopback only. */
    public String jdbcUrl() {
        return jdbcUrl(port, DATABASE);
    }

    public String user() {
        return USER;
    }

    public int port() {
        return port;
    }

    /** Of the server's main process. */
    public long pid() {
        return postmaster.pid();
    }

    /** Whether the server's main process lives. */
    public boolean isAlive() {
        return postmaster.isAlive();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            log.warn("Postgres did not stop by itself", e);
        } finally {
            postmaster.end();
            lock.close();
        }
    }

    private static EmbeddedPostgresServer startLocked(Path dir, int port, Path program, FolderLock lock)
            throws IOException {
        for (int attempt = 1; ; attempt++) {
            int tried = port == 0 ? Ports.free(1).get(0) : port;
            if (Ports.isFree(HOST, tried)) {
                return startOn(dir, tried, program, lock);
            }
            if (port != 0 || attempt == PORT_ATTEMPTS) {
                Ports.requireFree(HOST, tried);
            }
        }
    }

    private static EmbeddedPostgresServer startOn(Path dir, int port, Path program, FolderLock lock)
            throws IOException {
        Path data = dir.resolve("data");
        Path complete = dir.resolve("complete");
        if (!Files.exists(complete)) {
            // Preparing the folder may have been cut short; what is there is no database yet.
            delete(data);
        }
        Files.createDirectories(program);
        try {
            EmbeddedPostgres server = builder(dir, data, port, program).start();
            Postmaster postmaster = Postmaster.of(data)
                    .orElseThrow(() -> new IllegalStateException("port " + port + " belongs to another Postgres"));
            createDatabase(port, data);
            Files.write(complete, new byte[0]);
            return new EmbeddedPostgresServer(server, lock, postmaster, port);
        } catch (IOException | SQLException | RuntimeException e) {
            Postmaster.of(data).ifPresent(Postmaster::end);
            throw new IllegalStateException("Postgres does not start, see " + dir.resolve("postgres.log"), e);
        }
    }

    private static EmbeddedPostgres.Builder builder(Path dir, Path data, int port, Path program) {
        Redirect logFile = Redirect.appendTo(dir.resolve("postgres.log").toFile());
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(program.toFile())
                .setPort(port)
                .setPGStartupWait(START)
                .setRegisterShutdownHook(false)
                .setOutputRedirector(logFile)
                .setErrorRedirector(logFile)
                .setLocaleConfig("locale", "C")
                .setServerConfig("listen_addresses", HOST)
                // No socket in a shared folder that a killed server would leave behind.
                .setServerConfig("unix_socket_directories", "")
                // The library switches both off, and a machine that loses power would lose the tables, or rows whose
                // offsets are committed.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("timezone", "UTC")
                .setServerConfig("log_timezone", "UTC")
                // One process on two cores with little memory.
                .setServerConfig("shared_buffers", "32MB")
                .setServerConfig("max_connections", "40")
                .setServerConfig("max_wal_size", "256MB")
                .setServerConfig("io_method", "sync")
                .setServerConfig("jit", "off");
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(folder)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }

    private static void createDatabase(int port, Path data) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl(port, "postgres"));
                Statement statement = connection.createStatement()) {
            String served = single(statement, "show data_directory");
            if (!Path.of(served).toRealPath().equals(data.toRealPath())) {
                throw new IllegalStateException("port " + port + " belongs to the Postgres of " + served);
            }
            if (single(statement, "select 1 from pg_database where datname = '" + DATABASE + "'") == null) {
                statement.execute("create database " + DATABASE);
            }
        }
    }

    private static String single(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    private static String jdbcUrl(int port, String database) {
        return "jdbc:postgresql://" + HOST + ":" + port + "/" + database + "?user=" + USER;
    }
}
