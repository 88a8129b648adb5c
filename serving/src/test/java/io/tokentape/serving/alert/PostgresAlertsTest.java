package io.tokentape.serving.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tokentape.schemas.avro.Alert;
import io.tokentape.schemas.avro.AlertKind;
import io.tokentape.serving.Samples;
import io.tokentape.serving.alert.AlertList.Filter;
import io.tokentape.serving.alert.AlertList.Row;
import io.tokentape.serving.database.Database;
import io.tokentape.serving.list.Position;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The list of alerts in a real Postgres. */
class PostgresAlertsTest {
    private static final Filter ANY = new Filter(null, null, null);

    private static EmbeddedPostgres postgres;
    private static Database database;

    private final PostgresAlerts list = new PostgresAlerts(database);

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.builder().start();
        database = new Database(postgres.getJdbcUrl("postgres", "postgres"), null, null, 2, new SimpleMeterRegistry());
        CountDownLatch migrated = new CountDownLatch(1);
        database.start(migrated::countDown);
        assertThat(migrated.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
        postgres.close();
    }

    @BeforeEach
    void empty() throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("truncate alerts");
        }
    }

    @Test
    void listsNewestFirstWithTiesByIdAndGoesOn() throws SQLException {
        insert(Samples.alert(1).build(), 1_000);
        insert(Samples.alert(3).build(), 2_000);
        insert(Samples.alert(2).build(), 2_000);

        List<Row> first = list.after(ANY, Optional.empty(), 2);
        insert(Samples.alert(4).build(), 3_000);
        List<Row> next = list.after(ANY, Optional.of(new Position(2_000, Samples.id(2))), 2);

        assertThat(first).extracting(Row::id).containsExactly(Samples.id(3), Samples.id(2));
        assertThat(next).extracting(Row::id).containsExactly(Samples.id(1));
        Row row = next.get(0);
        assertThat(row.timestamp()).isEqualTo(1_000);
        assertThat(row.kind()).isEqualTo("listing");
        assertThat(row.confidence()).isEqualTo(0.5);
        assertThat(row.subject()).isEqualTo("solana:native");
        assertThat(row.record()).isEqualTo(Samples.bytes(Samples.alert(1).build()));
    }

    @Test
    void filters() throws SQLException {
        insert(Samples.alert(1).setConfidence(0.7).build(), 1);
        insert(Samples.alert(2).setConfidence(0.2).setKind(AlertKind.HACK).build(), 2);
        insert(Samples.alert(3).setConfidence(0.9).setSubject("SOON").build(), 3);

        assertThat(ids(new Filter(0.7, null, null))).containsExactly(Samples.id(3), Samples.id(1));
        assertThat(ids(new Filter(null, AlertKind.HACK, null))).containsExactly(Samples.id(2));
        assertThat(ids(new Filter(null, null, "SOON"))).containsExactly(Samples.id(3));
        assertThat(ids(new Filter(0.95, AlertKind.LISTING, "SOON"))).isEmpty();
    }

    @Test
    void correctionsComeHoweverSureTheyAre() throws SQLException {
        insert(Samples.alert(1).setConfidence(0.2).setRetracted(true).build(), 1);
        insert(Samples.alert(2).setConfidence(0.2).build(), 2);

        assertThat(ids(new Filter(0.7, null, null))).containsExactly(Samples.id(1));
    }

    @Test
    void everyFilterHasAnIndexThatKeepsTheOrder() throws SQLException {
        for (int i = 0; i < 2_000; i++) {
            insert(
                    Samples.alert(i)
                            .setConfidence(i % 100 / 100.0)
                            .setKind(i % 3 == 0 ? AlertKind.HACK : AlertKind.SURGE)
                            .setSubject("s" + i % 20)
                            .build(),
                    i);
        }
        for (String where :
                List.of("", "where (retracted or confidence >= 0.7)", "where kind = 'hack'", "where subject = 's7'")) {
            assertThat(plan("select id from alerts " + where + " order by ts desc, id desc limit 20"))
                    .as(where)
                    .contains("Index")
                    .doesNotContain("Sort", "Seq Scan");
        }
    }

    private List<String> ids(Filter filter) {
        return list.after(filter, Optional.empty(), 100).stream().map(Row::id).toList();
    }

    private static void insert(Alert alert, long timestamp) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("insert into alerts values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, alert.getId());
            insert.setTimestamp(2, new Timestamp(timestamp));
            insert.setString(3, alert.getKind().name().toLowerCase(Locale.ROOT));
            insert.setDouble(4, alert.getConfidence());
            insert.setString(5, alert.getSubject());
            insert.setString(6, alert.getAsset());
            insert.setString(7, alert.getCompany());
            insert.setString(8, alert.getCaseId());
            insert.setInt(9, alert.getStep());
            insert.setBoolean(10, alert.getRetracted());
            insert.setBytes(11, Samples.bytes(alert));
            insert.executeUpdate();
        }
    }

    private static String plan(String sql) throws SQLException {
        List<String> plan = new ArrayList<>();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("analyze alerts");
            try (ResultSet lines = statement.executeQuery("explain " + sql)) {
                while (lines.next()) {
                    plan.add(lines.getString(1));
                }
            }
        }
        return String.join("\n", plan);
    }
}
