package io.tokentape.serving.intelligence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tokentape.schemas.avro.EventType;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.schemas.avro.Value;
import io.tokentape.serving.Samples;
import io.tokentape.serving.database.Database;
import io.tokentape.serving.http.ProblemException;
import io.tokentape.serving.intelligence.IntelligenceList.Filter;
import io.tokentape.serving.intelligence.IntelligenceList.Row;
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

class PostgresIntelligenceTest {
    private static final Filter ANY = new Filter(null, null, null);

    private static EmbeddedPostgres postgres;
    private static Database database;

    private final PostgresIntelligence list = new PostgresIntelligence(database);

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.builder().start();
        database = connect(postgres.getJdbcUrl("postgres", "postgres"));
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
        execute("truncate intelligence");
    }

    @Test
    void listsNewestFirstWithTiesById() throws SQLException {
        insert(post(1), 1_000);
        insert(post(3), 2_000);
        insert(post(2), 2_000);

        IntelligenceList.Page page = list.page(ANY, 0, 10);

        assertThat(page.total()).isEqualTo(3);
        assertThat(page.rows()).extracting(Row::id).containsExactly(Samples.id(3), Samples.id(2), Samples.id(1));
        assertThat(page.rows().get(2).timestamp()).isEqualTo(1_000);
        assertThat(page.rows().get(2).record()).isEqualTo(Samples.bytes(post(1)));
    }

    @Test
    void skipsAndCountsAll() throws SQLException {
        for (int i = 0; i < 25; i++) {
            insert(post(i), i);
        }

        IntelligenceList.Page page = list.page(ANY, 20, 10);

        assertThat(page.total()).isEqualTo(25);
        assertThat(page.rows()).extracting(Row::id).startsWith(Samples.id(4)).hasSize(5);
        assertThat(list.page(ANY, 3_000_000_000L, 10).rows()).isEmpty();
    }

    @Test
    void filters() throws SQLException {
        insert(
                Samples.intelligence(1)
                        .setType(PostSource.NEWS)
                        .setSubtype(EventType.PRICE_MOVE)
                        .setValue(new Value(1.0, false, List.of()))
                        .build(),
                1);
        insert(Samples.intelligence(2).setType(PostSource.NEWS).build(), 2);
        insert(post(3), 3);

        assertThat(ids(new Filter(true, null, null))).containsExactly(Samples.id(3), Samples.id(2));
        assertThat(ids(new Filter(false, null, null))).containsExactly(Samples.id(1));
        assertThat(ids(new Filter(null, PostSource.NEWS, null))).containsExactly(Samples.id(2), Samples.id(1));
        assertThat(ids(new Filter(null, null, EventType.PRICE_MOVE))).containsExactly(Samples.id(1));
        assertThat(ids(new Filter(true, PostSource.NEWS, EventType.LISTING))).containsExactly(Samples.id(2));
    }

    @Test
    void positionsMissAndRepeatNothingWhileItemsComeIn() throws SQLException {
        for (int i = 0; i < 100; i++) {
            insert(post(i), i / 5);
        }
        List<String> seen = new ArrayList<>();
        Optional<Position> position = Optional.empty();
        for (int round = 0; ; round++) {
            List<Row> rows = list.after(ANY, position, 7);
            if (rows.isEmpty()) {
                break;
            }
            rows.forEach(row -> seen.add(row.id()));
            Row last = rows.get(rows.size() - 1);
            position = Optional.of(new Position(last.timestamp(), last.id()));
            insert(post(1_000 + round), 10_000 + round);
        }

        assertThat(seen)
                .hasSize(100)
                .doesNotHaveDuplicates()
                .startsWith(Samples.id(99))
                .endsWith(Samples.id(0));
    }

    @Test
    void knowsTheNewest() throws SQLException {
        assertThat(list.newest()).isEmpty();

        insert(post(1), 1_234);
        insert(post(2), 1_233);

        assertThat(list.newest().map(IntelligenceList.Row::id)).hasValue(Samples.id(1));
    }

    @Test
    void everyFilterHasAnIndexThatKeepsTheOrder() throws SQLException {
        for (int i = 0; i < 2_000; i++) {
            insert(
                    Samples.intelligence(i)
                            .setType(i % 2 == 0 ? PostSource.TWEET : PostSource.NEWS)
                            .setSubtype(i % 3 == 0 ? EventType.HACK : EventType.LISTING)
                            .setValue(new Value(1.0, i % 5 == 0, List.of()))
                            .build(),
                    i);
        }
        execute("analyze intelligence");

        for (String where : List.of("", "where is_valuable", "where type = 'tweet'", "where subtype = 'hack'")) {
            assertThat(plan("select id from intelligence " + where + " order by ts desc, id desc limit 20"))
                    .as(where)
                    .contains("Index")
                    .doesNotContain("Sort", "Seq Scan");
        }
    }

    @Test
    void withoutPostgresListsAreUnavailableAndNothingElseFails() {
        try (Database away = connect("jdbc:postgresql://127.0.0.1:1/none")) {
            away.start(() -> {});

            assertThat(away.migrated()).isFalse();
            assertThatThrownBy(() -> new PostgresIntelligence(away).page(ANY, 0, 10))
                    .isInstanceOfSatisfying(ProblemException.class, e -> {
                        assertThat(e.problem().status()).isEqualTo(503);
                        assertThat(e.problem().headers()).containsKey("Retry-After");
                    });
            assertThatThrownBy(away::probe).isInstanceOf(SQLException.class);
        }
    }

    private static Database connect(String url) {
        return new Database(url, null, null, 2, new SimpleMeterRegistry());
    }

    private List<String> ids(Filter filter) {
        return list.page(filter, 0, 100).rows().stream().map(Row::id).toList();
    }

    private static Intelligence post(int number) {
        return Samples.intelligence(number).build();
    }

    private static void insert(Intelligence post, long timestamp) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into intelligence values (?, ?, ?, ?, ?, false, '{}', ?)")) {
            insert.setString(1, post.getId());
            insert.setTimestamp(2, new Timestamp(timestamp));
            insert.setString(3, post.getType().name().toLowerCase(Locale.ROOT));
            insert.setString(4, post.getSubtype().name().toLowerCase(Locale.ROOT));
            insert.setBoolean(5, post.getValue().getValuable());
            insert.setBytes(6, Samples.bytes(post));
            insert.executeUpdate();
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String plan(String sql) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet lines = statement.executeQuery("explain " + sql)) {
            while (lines.next()) {
                plan.append(lines.getString(1)).append('\n');
            }
        }
        return plan.toString();
    }
}
