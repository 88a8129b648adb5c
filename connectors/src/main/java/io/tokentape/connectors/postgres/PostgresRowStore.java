package io.tokentape.connectors.postgres;

import java.sql.Array;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection, opened when it is first needed, and one transaction a batch. */
final class PostgresRowStore implements RowStore {
    private static final Logger log = LoggerFactory.getLogger(PostgresRowStore.class);
    private static final int CONNECT_SECONDS = 10;
    private static final int ANSWER_SECONDS = 60;

    /** The driver rewrites a batch of these into inserts of many rows. An equal row is left alone, which spares a version. */
    private static final String UPSERT = "insert into intelligence"
            + " (id, ts, type, subtype, is_valuable, retracted, assets, record) values (?, ?, ?, ?, ?, ?, ?, ?)"
            + " on conflict (id) do update set ts = excluded.ts, type = excluded.type, subtype = excluded.subtype,"
            + " is_valuable = excluded.is_valuable, retracted = excluded.retracted, assets = excluded.assets,"
            + " record = excluded.record"
            + " where intelligence.record <> excluded.record or intelligence.ts <> excluded.ts";

    private final PGSimpleDataSource database = new PGSimpleDataSource();
    private Connection connection;
    private PreparedStatement upsert;

    /** @param password empty = none */
    PostgresRowStore(String url, String user, String password) {
        // Not through DriverManager, which does not see drivers inside Connect's isolated plugins.
        database.setUrl(url);
        database.setUser(user);
        if (!password.isEmpty()) {
            database.setPassword(password);
        }
        database.setReWriteBatchedInserts(true);
        database.setApplicationName("tokentape-sink");
        database.setConnectTimeout(CONNECT_SECONDS);
        database.setSocketTimeout(ANSWER_SECONDS);
        database.setTcpKeepAlive(true);
        // Messages travel into logs and headers: without the values of the row.
        database.setLogServerErrorDetail(false);
    }

    @Override
    public void upsert(List<IntelligenceRow> rows) throws SQLException {
        open();
        try {
            for (IntelligenceRow row : rows) {
                Array assets = connection.createArrayOf("text", row.assets().toArray());
                upsert.setString(1, row.id());
                upsert.setObject(
                        2, OffsetDateTime.ofInstant(Instant.ofEpochMilli(row.timestampMillis()), ZoneOffset.UTC));
                upsert.setString(3, row.type());
                upsert.setString(4, row.subtype());
                upsert.setBoolean(5, row.valuable());
                upsert.setBoolean(6, row.retracted());
                upsert.setArray(7, assets);
                upsert.setBytes(8, row.value());
                upsert.addBatch();
            }
            upsert.executeBatch();
            connection.commit();
        } catch (SQLException e) {
            SQLException cause = told(e);
            undo(cause);
            throw cause;
        }
    }

    @Override
    public void close() {
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException e) {
            log.debug("Postgres connection did not close", e);
        }
        connection = null;
        upsert = null;
    }

    private void open() throws SQLException {
        if (connection != null) {
            return;
        }
        connection = database.getConnection();
        try {
            connection.setAutoCommit(false);
            upsert = connection.prepareStatement(UPSERT);
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    /** What Postgres said, without the statement around it, which holds every value of the batch. */
    private static SQLException told(SQLException e) {
        return e instanceof BatchUpdateException && e.getNextException() != null ? e.getNextException() : e;
    }

    private void undo(SQLException cause) {
        try {
            upsert.clearBatch();
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
            close();
        }
    }
}
