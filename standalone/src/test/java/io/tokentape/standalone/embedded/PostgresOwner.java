package io.tokentape.standalone.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A process that starts a server, writes a row, prints the server's pid and waits to be killed. */
final class PostgresOwner {
    private PostgresOwner() {}

    public static void main(String[] args) throws SQLException, InterruptedException {
        EmbeddedPostgresServer server = EmbeddedPostgresServer.start(Path.of(args[0]), 0, Path.of(args[1]));
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("create table posts(id text primary key)");
            statement.execute("insert into posts values ('a')");
        }
        System.out.println(server.pid());
        System.out.flush();
        Thread.currentThread().join();
    }
}
