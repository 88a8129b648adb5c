package io.tokentape.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokentape.connectors.FakeSinkContext;
import io.tokentape.schemas.wire.RegistryAwayException;
import io.tokentape.schemas.wire.SchemaRegistry;
import io.tokentape.schemas.wire.WireSerdes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresSinkTaskTest {
    private static final long RETRY_MILLIS = 7;

    private final FakeStore store = new FakeStore();
    private final FakeSinkContext context = new FakeSinkContext();
    private final PostgresSinkTask task = new PostgresSinkTask();

    @BeforeEach
    void start() {
        task.initialize(context);
        task.start(store, TestRows.SERDES, TestRows.ALERTS_TOPIC, RETRY_MILLIS);
    }

    @Test
    void writesABatchAtOnce() {
        task.put(records(0, 100));

        assertThat(store.batches).containsExactly(100);
        assertThat(store.rows).hasSize(100);
        assertThat(context.dead).isEmpty();
    }

    @Test
    void theLaterOfTwoRecordsWithOneIdHolds() {
        SinkRecord later = TestRows.record(1, TestRows.intelligence("a", "second"));

        task.put(List.of(TestRows.record(0, TestRows.intelligence("a", "first")), later));

        assertThat(store.rows.values()).extracting(ProjectedRow::origin).containsExactly(later);
    }

    @Test
    void alertsAndIntelligenceWithOneIdAreTwoRows() {
        task.put(List.of(
                TestRows.record(0, TestRows.intelligence("a", "x")), TestRows.record(1, TestRows.alert("a", "PEPE"))));

        assertThat(store.batches).containsExactly(2);
        assertThat(context.dead).isEmpty();
    }

    @Test
    void refusedRowsAreSetAsideAndTheRestIsWritten() {
        store.refuses = Set.of("3", "77");

        task.put(records(0, 100));

        assertThat(store.rows).hasSize(98).doesNotContainKeys("3", "77");
        assertThat(context.dead).extracting(SinkRecord::kafkaOffset).containsExactly(3L, 77L);
        assertThat(context.reasons).allSatisfy(reason -> assertThat(reason).hasMessage("refused"));
    }

    @Test
    void findingOneRefusedRowTakesFewWrites() {
        store.refuses = Set.of("500");

        task.put(records(0, 1024));

        assertThat(store.rows).hasSize(1023);
        assertThat(store.attempts).isLessThanOrEqualTo(1 + 2 * 10);
    }

    @Test
    void whatCannotBeDecodedIsSetAside() {
        SinkRecord garbage = TestRows.record(1, new byte[] {1, 2, 3});
        SinkRecord none = TestRows.record(2, (byte[]) null);

        task.put(List.of(TestRows.record(0, TestRows.intelligence("a", "x")), garbage, none));

        assertThat(store.rows).containsOnlyKeys("a");
        assertThat(context.dead).containsExactly(garbage, none);
    }

    @Test
    void withoutADeadLetterTopicARefusedRowStopsTheTask() {
        context.withReporter = false;
        store.refuses = Set.of("3");

        assertThatThrownBy(() -> task.put(records(0, 10)))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("t.intelligence-0 offset 3");
    }

    @Test
    void waitsForADatabaseThatIsAwayAndReportsNothingMeanwhile() {
        store.failure = new SQLException("gone", "08006");

        assertThatThrownBy(() -> task.put(List.of(
                        TestRows.record(0, new byte[] {1, 2, 3}), TestRows.record(1, TestRows.intelligence("a", "x")))))
                .isInstanceOf(RetriableException.class);

        assertThat(context.timeouts).containsExactly(RETRY_MILLIS);
        assertThat(context.dead).isEmpty();
        assertThat(store.closed).isEqualTo(1);
    }

    @Test
    void waitsForARegistryThatIsAway() {
        task.start(
                store,
                WireSerdes.over(new SchemaRegistry() {
                    @Override
                    public int register(String subject, Schema schema) {
                        throw new RegistryAwayException("away");
                    }

                    @Override
                    public Schema schemaById(int id) {
                        throw new RegistryAwayException("away");
                    }
                }),
                TestRows.ALERTS_TOPIC,
                RETRY_MILLIS);

        assertThatThrownBy(() -> task.put(records(0, 3))).isInstanceOf(RetriableException.class);

        assertThat(context.timeouts).containsExactly(RETRY_MILLIS);
        assertThat(context.dead).isEmpty();
    }

    @Test
    void stopsForWhatSomeoneMustMend() {
        store.failure = new SQLException("permission denied", "42501");

        assertThatThrownBy(() -> task.put(records(0, 3)))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("permission denied");
    }

    private static List<SinkRecord> records(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> TestRows.record(i, TestRows.intelligence(Integer.toString(i), "x")))
                .toList();
    }

    /** Refuses the ids it is told to refuse, all or nothing like a transaction. */
    private static final class FakeStore implements RowStore {
        private final Map<String, ProjectedRow> rows = new LinkedHashMap<>();
        private final List<Integer> batches = new ArrayList<>();
        private Set<String> refuses = Set.of();
        private SQLException failure;
        private int attempts;
        private int closed;

        @Override
        public void upsert(List<ProjectedRow> batch) throws SQLException {
            attempts++;
            if (failure != null) {
                throw failure;
            }
            Set<String> ids = new HashSet<>();
            for (ProjectedRow row : batch) {
                assertThat(ids.add(row.origin().topic() + " " + row.id())).isTrue();
            }
            if (batch.stream().anyMatch(row -> refuses.contains(row.id()))) {
                throw new SQLException("refused", "22021");
            }
            batch.forEach(row -> rows.put(row.id(), row));
            batches.add(batch.size());
        }

        @Override
        public void close() {
            closed++;
        }
    }
}
