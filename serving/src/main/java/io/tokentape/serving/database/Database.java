package io.tokentape.serving.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.tokentape.serving.http.Problem;
import io.tokentape.serving.http.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Postgres, which may be away: the pool starts without it, the migration is tried until it has run, and reads answer 503
 * until then. Safe for use by many threads.
 */
public final class Database implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Database.class);
    private static final long CONNECT_TIMEOUT_MILLIS = 2_000;
    private static final long LEAK_MILLIS = 30_000;
    private static final int STATEMENT_TIMEOUT_SECONDS = 5;
    private static final int RETRY_AFTER_SECONDS = 5;
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final CountDownLatch closing = new CountDownLatch(1);
    private Thread migrator;
    private volatile boolean migrated;

    /**
     * @param user null = none
     * @param password null = none
     */
    public Database(String jdbcUrl, String user, String password, int poolSize, MeterRegistry meters) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("serving");
        config.setJdbcUrl(jdbcUrl);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(poolSize);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT_TIMEOUT_MILLIS);
        config.setLeakDetectionThreshold(LEAK_MILLIS);
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("connectTimeout", "2");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("ApplicationName", "tokentape-serving");
        config.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(meters));
        this.pool = new HikariDataSource(config);
        this.jdbi = Jdbi.create(pool);
    }

    /** @param whenReady called once, after the migration */
    public void start(Runnable whenReady) {
        migrator = new Thread(() -> migrateUntilDone(whenReady), "serving-migration");
        migrator.setDaemon(true);
        migrator.start();
    }

    /** Whether the tables are there. */
    public boolean migrated() {
        return migrated;
    }

    /** Asks the server for something small; fails when it is away. */
    public void probe() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            if (!connection.isValid(1)) {
                throw new SQLException("the connection is not valid");
            }
        }
        if (!migrated) {
            throw new SQLException("the tables are not there yet");
        }
    }

    /**
     * Reads.
     *
     * @throws ProblemException 503 when Postgres is away, has no tables yet or is too slow
     */
    public <T> T read(HandleCallback<T, RuntimeException> query) {
        if (!migrated) {
            throw away("the lists are not there yet");
        }
        try {
            return jdbi.withHandle(handle -> {
                handle.getConfig(SqlStatements.class).setQueryTimeout(STATEMENT_TIMEOUT_SECONDS);
                return query.withHandle(handle);
            });
        } catch (ConnectionException e) {
            log.debug("no connection to Postgres", e);
            throw away("the database of the lists is away");
        } catch (JdbiException e) {
            if (e.getCause() instanceof SQLException cause && passes(cause)) {
                log.warn("a list failed: {}", cause.getMessage());
                throw away("the database of the lists did not answer in time");
            }
            throw e;
        }
    }

    /** Class 08: connection, 57: ended by the operator or a timeout, 53: out of resources. */
    private static boolean passes(SQLException failure) {
        String state = failure.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("57") || state.startsWith("53");
    }

    private static ProblemException away(String detail) {
        return Problem.unavailable("lists-unavailable", detail, RETRY_AFTER_SECONDS)
                .asException();
    }

    private void migrateUntilDone(Runnable whenReady) {
        long pauseMillis = FIRST_PAUSE_MILLIS;
        try {
            while (!migrateOnce()) {
                if (closing.await(pauseMillis, TimeUnit.MILLISECONDS)) {
                    return;
                }
                pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2);
            }
            migrated = true;
            log.info("the tables of the lists are there");
            whenReady.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.error("after the migration", e);
        }
    }

    private boolean migrateOnce() {
        try {
            Flyway.configure()
                    .dataSource(pool)
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
            return true;
        } catch (FlywayException e) {
            log.warn("the tables of the lists cannot be made yet: {}", firstLine(e));
            return false;
        }
    }

    private static String firstLine(Exception failure) {
        return String.valueOf(failure.getMessage())
                .strip()
                .lines()
                .findFirst()
                .orElse(failure.getClass().getSimpleName());
    }

    @Override
    public void close() {
        closing.countDown();
        pool.close();
        if (migrator == null) {
            return;
        }
        try {
            migrator.join(LONGEST_PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
