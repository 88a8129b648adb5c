package io.tokentape.connectors.postgres;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection, opened when it is first needed, and one transaction a batch. */
final class PostgresRowStore implements RowStore {
    private static final Logger log = LoggerFactory.getLogger(PostgresRowStore.class);
    private static final int CONNECT_SECONDS = 10;
    private static final int ANSWER_SECONDS = 60;

    private final PGSimpleDataSource database = new PGSimpleDataSource();
    /** By its SQL, in the order of first use. */
    private final Map<String, PreparedStatement> upserts = new LinkedHashMap<>();

    private Connection connection;

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
    public void upsert(List<ProjectedRow> rows) throws SQLException {
        open();
        try {
            for (ProjectedRow row : rows) {
                PreparedStatement upsert = prepared(row.upsert());
                row.bind(upsert);
                upsert.addBatch();
            }
            for (PreparedStatement upsert : upserts.values()) {
                upsert.executeBatch();
            }
            connection.commit();
        } catch (SQLException e) {
            SQLException cause = told(e);
            undo(cause);
            throw cause;
        }
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement known = upserts.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            upserts.put(sql, known);
        }
        return known;
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
        upserts.clear();
    }

    private void open() throws SQLException {
        if (connection != null) {
            return;
        }
        connection = database.getConnection();
        try {
            connection.setAutoCommit(false);
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
            for (PreparedStatement upsert : upserts.values()) {
                upsert.clearBatch();
            }
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
            close();
        }
    }
}
