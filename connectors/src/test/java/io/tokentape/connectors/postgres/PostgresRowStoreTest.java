package io.tokentape.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokentape.connectors.FakeSinkContext;
import io.tokentape.schemas.avro.Alert;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sink's SQL against a real Postgres. */
class PostgresRowStoreTest {
    /** The columns that serving's migrations give the table. */
    private static final String TABLE = "create table intelligence (id text primary key, ts timestamptz not null,"
            + " type text not null, subtype text not null, is_valuable boolean not null, retracted boolean not null,"
            + " assets text[] not null, record bytea not null)";

    private static final String ALERTS = "create table alerts (id text primary key, ts timestamptz not null,"
            + " kind text not null, confidence double precision not null, subject text not null, asset text,"
            + " company text, case_id text not null, step int not null, retracted boolean not null,"
            + " record bytea not null)";

    private static EmbeddedPostgres postgres;
    private PostgresRowStore store;

    @BeforeAll
    static void startPostgres() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void createTable() throws SQLException {
        execute("drop table if exists intelligence");
        execute(TABLE);
        execute("drop table if exists alerts");
        execute(ALERTS);
        store = new PostgresRowStore(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "");
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void writesEveryColumn() throws SQLException {
        IntelligenceRow row = TestRows.row("a", "x", "bitcoin:native", "solana:Abc,\"{}\\", "bitcoin:native");

        store.upsert(List.of(row, TestRows.row("b", "y")));

        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "select *, extract(epoch from ts) * 1000 as millis from intelligence order by id")) {
            assertThat(found.next()).isTrue();
            assertThat(found.getString("id")).isEqualTo("a");
            assertThat(found.getLong("millis")).isEqualTo(TestRows.AT);
            assertThat(found.getString("type")).isEqualTo("tweet");
            assertThat(found.getString("subtype")).isEqualTo("price_move");
            assertThat(found.getBoolean("is_valuable")).isTrue();
            assertThat(found.getBoolean("retracted")).isFalse();
            assertThat((Object[]) found.getArray("assets").getArray())
                    .containsExactly("bitcoin:native", "solana:Abc,\"{}\\");
            assertThat(found.getBytes("record")).isEqualTo(row.value());
            assertThat(found.next()).isTrue();
            assertThat((Object[]) found.getArray("assets").getArray()).isEmpty();
            assertThat(found.next()).isFalse();
        }
    }

    @Test
    void writesEveryColumnOfAnAlert() throws SQLException {
        SinkRecord record = TestRows.record(0, TestRows.alert("a", "PEPE"));
        Alert alert = TestRows.alert("a", "PEPE");

        store.upsert(List.of(AlertRow.of(record, alert), TestRows.row("a", "in the other table")));
        store.upsert(List.of(AlertRow.of(record, alert)));

        assertThat(texts("select concat_ws('|', id, extract(epoch from ts)::bigint * 1000, kind, confidence, subject,"
                        + " coalesce(asset, '-'), coalesce(company, '-'), case_id, step, retracted,"
                        + " encode(record, 'hex')) from alerts"))
                .containsExactly("a|" + TestRows.AT + "|listing|0.75|PEPE|-|exchange|case|2|f|"
                        + HexFormat.of().formatHex((byte[]) record.value()));
        assertThat(texts("select id from intelligence")).containsExactly("a");
    }

    @Test
    void aRefusedAlertDoesNotCostTheIntelligenceOfItsBatch() throws SQLException {
        SinkRecord record = TestRows.record(0, TestRows.alert("bad", "P\u0000"));

        List<RowWriter.Refused> refused = new RowWriter(store)
                .write(List.of(
                        TestRows.row("a", "x"),
                        AlertRow.of(record, TestRows.alert("bad", "P\u0000")),
                        TestRows.row("b", "y")));

        assertThat(refused).extracting(row -> row.row().id()).containsExactly("bad");
        assertThat(texts("select id from intelligence order by id")).containsExactly("a", "b");
        assertThat(texts("select id from alerts")).isEmpty();
    }

    @Test
    void writingAgainChangesNothing() throws SQLException {
        List<ProjectedRow> rows = rows(300);
        store.upsert(rows);
        List<String> before = versions();

        store.upsert(rows);

        assertThat(versions()).hasSize(300).isEqualTo(before);
    }

    @Test
    void theLaterContentOfAnIdHolds() throws SQLException {
        store.upsert(List.of(TestRows.row("a", "first")));
        IntelligenceRow second = TestRows.row("a", "second");

        store.upsert(List.of(second));

        assertThat(texts("select encode(record, 'hex') from intelligence"))
                .containsExactly(HexFormat.of().formatHex(second.value()));
    }

    @Test
    void aRowThatPostgresRefusesDoesNotCostTheOthers() throws SQLException {
        List<ProjectedRow> rows = new ArrayList<>(rows(200));
        rows.add(70, TestRows.row("nul", "x", "solana:a\u0000b"));
        rows.add(150, TestRows.row("i\u0000d", "x"));

        List<RowWriter.Refused> refused = new RowWriter(store).write(rows);

        assertThat(refused).extracting(row -> row.row().id()).containsExactly("nul", "i\u0000d");
        assertThat(refused)
                .allSatisfy(row -> assertThat(row.reason().getMessage())
                        .contains("invalid byte sequence")
                        .doesNotContain("insert"));
        assertThat(texts("select id from intelligence")).hasSize(200).doesNotContain("nul");
    }

    @Test
    void waitsForTheTableAndGoesOnWhenItIsThere() throws SQLException {
        execute("drop table intelligence");
        RowWriter writer = new RowWriter(store);

        assertThatThrownBy(() -> writer.write(rows(3))).isInstanceOf(RetriableException.class);
        execute(TABLE);

        assertThat(writer.write(rows(3))).isEmpty();
        assertThat(texts("select id from intelligence")).hasSize(3);
    }

    @Test
    void waitsWhenItsConnectionIsCutAndOpensAnother() throws SQLException {
        RowWriter writer = new RowWriter(store);
        assertThat(writer.write(rows(1))).isEmpty();
        execute("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tokentape-sink'");

        assertThatThrownBy(() -> writer.write(rows(3))).isInstanceOf(RetriableException.class);

        assertThat(writer.write(rows(3))).isEmpty();
        assertThat(texts("select id from intelligence")).hasSize(3);
    }

    @Test
    void waitsForADatabaseThatIsNotThere() {
        RowWriter writer =
                new RowWriter(new PostgresRowStore(postgres.getJdbcUrl("postgres", "nowhere"), "postgres", "secret"));

        assertThatThrownBy(() -> writer.write(rows(1))).isInstanceOf(RetriableException.class);
    }

    @Test
    void theTaskPutsWhatItIsGivenIntoTheTable() throws SQLException {
        FakeSinkContext context = new FakeSinkContext();
        PostgresSinkTask task = new PostgresSinkTask();
        task.initialize(context);
        task.start(store, TestRows.SERDES, TestRows.ALERTS_TOPIC, 1);
        SinkRecord refused = TestRows.record(1, TestRows.intelligence("b\u0000", "x"));

        task.put(List.of(
                TestRows.record(0, TestRows.intelligence("a", "U+0000 in the text: \u0000")),
                refused,
                TestRows.record(2, TestRows.intelligence("c", "z"))));
        task.stop();

        assertThat(texts("select id from intelligence order by id")).containsExactly("a", "c");
        assertThat(context.dead).containsExactly(refused);
    }

    private static List<ProjectedRow> rows(int count) {
        return IntStream.range(0, count)
                .<ProjectedRow>mapToObj(i -> TestRows.row("r" + i, "text " + i, "bitcoin:native"))
                .toList();
    }

    /** Where each row version lies: unchanged when nothing was written. */
    private static List<String> versions() throws SQLException {
        return texts("select id || ctid::text from intelligence order by id");
    }

    private static List<String> texts(String query) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            while (found.next()) {
                texts.add(found.getString(1));
            }
            return texts;
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
