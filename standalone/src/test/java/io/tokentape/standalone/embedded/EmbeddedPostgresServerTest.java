package io.tokentape.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresServerTest {
    /** Unpacked once for all tests of the module. */
    private static final Path PROGRAM = Path.of("target", "postgres");

    @TempDir
    Path dir;

    @Test
    void keepsRowsOverARestartAndLeavesNoProcess() throws SQLException {
        long pid;
        try (EmbeddedPostgresServer server = start()) {
            pid = server.pid();
            assertThat(
                            number(
                                    server,
                                    "select count(*) from pg_settings where setting = 'on' and name in ('fsync', 'synchronous_commit')"))
                    .isEqualTo(2);
            execute(server, "create table posts(id text primary key)");
            execute(server, "insert into posts values ('a'), ('b')");
        }
        assertThat(runs(pid)).isFalse();

        try (EmbeddedPostgresServer server = start()) {
            assertThat(number(server, "select count(*) from posts")).isEqualTo(2);
        }
    }

    @Test
    void endsTheServerThatAKilledProcessLeftBehindAndKeepsItsRows() throws Exception {
        Path folder = dir.resolve("posts");
        long orphan = orphan(folder);

        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(folder, 0, PROGRAM)) {
            assertThat(runs(orphan)).isFalse();
            assertThat(server.pid()).isNotEqualTo(orphan);
            assertThat(number(server, "select count(*) from posts")).isEqualTo(1);
        }
    }

    @Test
    void endsTheServerThatWasLeftBehindThoughItsFolderWasMovedAndIsReachedByALink() throws Exception {
        Path folder = dir.resolve("posts");
        long orphan = orphan(folder);
        Files.move(folder, dir.resolve("moved"));
        Path link = Files.createSymbolicLink(dir.resolve("link"), dir.resolve("moved"));

        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(link, 0, PROGRAM)) {
            assertThat(runs(orphan)).isFalse();
            assertThat(number(server, "select count(*) from posts")).isEqualTo(1);
        }
    }

    /** The server of a process that was killed. */
    private static long orphan(Path folder) throws Exception {
        Process owner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PostgresOwner.class.getName(),
                        folder.toString(),
                        PROGRAM.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long orphan = Long.parseLong(owner.inputReader().readLine());
        owner.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        assertThat(runs(orphan)).isTrue();
        return orphan;
    }

    @Test
    void leavesAStrangerAloneWhosePidTheRecordNames() throws Exception {
        start().close();
        Process stranger = new ProcessBuilder("sleep", "300").start();
        Files.write(
                dir.resolve("data").resolve("postmaster.pid"),
                List.of(Long.toString(stranger.pid()), dir.resolve("data").toString()));

        try (EmbeddedPostgresServer server = start()) {
            assertThat(server.pid()).isNotEqualTo(stranger.pid());
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly().waitFor();
        }
    }

    @Test
    void refusesAFolderThatIsInUseAndAPortThatIsTaken(@TempDir Path other) {
        try (EmbeddedPostgresServer server = start()) {
            assertThatThrownBy(this::start).isInstanceOf(FolderInUseException.class);
            assertThatThrownBy(() -> EmbeddedPostgresServer.start(other, server.port(), PROGRAM))
                    .matches(Ports::isTaken, "says the port is taken");
        }
    }

    @Test
    void preparesAgainWhatWasCutShort() throws Exception {
        Files.createDirectories(dir.resolve("data"));
        Files.writeString(dir.resolve("data").resolve("postgresql.conf"), "half a fi");

        try (EmbeddedPostgresServer server = start()) {
            assertThat(number(server, "select 1")).isEqualTo(1);
        }
    }

    private EmbeddedPostgresServer start() {
        return EmbeddedPostgresServer.start(dir, 0, PROGRAM);
    }

    /** A process that has ended may be listed until its parent has asked for it; it has no command then. */
    private static boolean runs(long pid) {
        return ProcessHandle.of(pid)
                .map(process -> process.info().command().isPresent())
                .orElse(false);
    }

    private static void execute(EmbeddedPostgresServer server, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(EmbeddedPostgresServer server, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }
}
