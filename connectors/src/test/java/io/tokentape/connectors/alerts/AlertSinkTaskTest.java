package io.tokentape.connectors.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokentape.connectors.FakeSinkContext;
import io.tokentape.schemas.avro.Alert;
import io.tokentape.schemas.wire.RegistryAwayException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class AlertSinkTaskTest {
    private static final Instant NOW = Instant.ofEpochMilli(TestAlerts.AT).plusSeconds(5);

    private final FakeOutlet outlet = new FakeOutlet();
    private final FakeSinkContext context = new FakeSinkContext();

    @Test
    void tellsAlertsInOrderAndAsksForACommit() {
        task().put(records(0, 3));

        assertThat(outlet.told).containsExactly("0", "1", "2");
        assertThat(context.commitsAsked).isEqualTo(1);
        assertThat(context.dead).isEmpty();
    }

    @Test
    void waitsForAReceiverThatIsAwayAndTellsNothingTwice() {
        AlertSinkTask task = task();
        List<SinkRecord> batch = records(0, 4);
        outlet.awayAt = Set.of("2");

        for (long pause : new long[] {1000, 2000, 4000}) {
            assertThatThrownBy(() -> task.put(batch))
                    .isInstanceOf(RetriableException.class)
                    .hasMessage("away");
            assertThat(context.timeouts).last().isEqualTo(pause);
        }
        assertThat(outlet.told).containsExactly("0", "1");
        assertThat(context.commitsAsked).isZero();

        outlet.awayAt = Set.of();
        task.put(batch);

        assertThat(outlet.told).containsExactly("0", "1", "2", "3");
        assertThat(context.dead).isEmpty();
    }

    @Test
    void waitsAsLongAsTheReceiverAsks() {
        outlet.awayAt = Set.of("0");
        outlet.retryAfter = Duration.ofSeconds(90);

        assertThatThrownBy(() -> task().put(records(0, 1))).isInstanceOf(RetriableException.class);

        assertThat(context.timeouts).containsExactly(90_000L);
    }

    @Test
    void whatTheReceiverRefusesGoesToTheDeadLettersAndTheRestIsTold() {
        outlet.refuses = Set.of("1");

        task().put(records(0, 3));

        assertThat(outlet.told).containsExactly("0", "2");
        assertThat(context.dead).extracting(SinkRecord::kafkaOffset).containsExactly(1L);
        assertThat(context.reasons).first().asString().contains("refused");
    }

    @Test
    void whatSpoilsADigestIsFoundAndTheRestIsTold() {
        outlet.digest = true;
        outlet.refuses = Set.of("1");

        task().put(records(0, 3));

        assertThat(outlet.told).containsExactly("0", "2");
        assertThat(context.dead).extracting(SinkRecord::kafkaOffset).containsExactly(1L);
    }

    @Test
    void aRefusedAlertIsBuriedOnceThoughItsBatchIsPutAgain() {
        AlertSinkTask task = task();
        List<SinkRecord> batch = new ArrayList<>(records(0, 2));
        batch.add(0, TestAlerts.record(9, new byte[] {1, 2, 3}));
        outlet.refuses = Set.of("0");
        outlet.awayAt = Set.of("1");

        assertThatThrownBy(() -> task.put(batch)).isInstanceOf(RetriableException.class);
        assertThatThrownBy(() -> task.put(batch)).isInstanceOf(RetriableException.class);

        assertThat(context.dead).extracting(SinkRecord::kafkaOffset).containsExactly(9L, 0L);
    }

    @Test
    void withoutADeadLetterTopicARefusedAlertStopsTheTask() {
        context.withReporter = false;
        outlet.refuses = Set.of("0");

        assertThatThrownBy(() -> task().put(records(0, 1)))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("t.alerts-0 offset 0");
    }

    @Test
    void waitsForARegistryThatIsAway() {
        AlertSinkTask task = task(Map.of(), (topic, bytes) -> {
            throw new RegistryAwayException("away");
        });

        assertThatThrownBy(() -> task.put(records(0, 2))).isInstanceOf(RetriableException.class);

        assertThat(context.timeouts).containsExactly(1000L);
        assertThat(context.dead).isEmpty();
    }

    @Test
    void anAlertThatComesAgainIsNotToldAgain() {
        AlertSinkTask task = task();
        SinkRecord again = TestAlerts.record(1, TestAlerts.alert("0").build());

        task.put(List.of(records(0, 1).get(0), again));
        task.put(List.of(TestAlerts.record(2, TestAlerts.alert("0").build())));

        assertThat(outlet.told).containsExactly("0");
    }

    @Test
    void oldAlertsAreNotToldUnlessAskedFor() {
        long old = NOW.minus(Duration.ofDays(1)).toEpochMilli() - 1;
        List<SinkRecord> batch = List.of(
                TestAlerts.record(0, TestAlerts.alert("old").setTDecided(old).build()),
                TestAlerts.record(
                        1, TestAlerts.alert("recent").setTDecided(old + 1).build()));

        task().put(batch);
        assertThat(outlet.told).containsExactly("recent");

        outlet.told.clear();
        task(Map.of(AlertSinkConfig.MAX_AGE_MILLIS, "-1"), TestAlerts.SERDE.deserializer())
                .put(batch);
        assertThat(outlet.told).containsExactly("old", "recent");
    }

    @Test
    void anAlertThatWaitsDoesNotGrowTooOld() {
        AlertSinkTask task = task();
        List<SinkRecord> batch = records(0, 2);
        outlet.awayAt = Set.of("0");
        assertThatThrownBy(() -> task.put(batch)).isInstanceOf(RetriableException.class);

        outlet.clock.now = NOW.plus(Duration.ofDays(3));
        outlet.awayAt = Set.of();
        task.put(batch);
        task.put(records(2, 3));

        assertThat(outlet.told).containsExactly("0", "1");
    }

    @Test
    void tellsWhatTheSettingsAskFor() {
        task(Map.of(AlertSinkConfig.KINDS, "surge, RUG_RISK", AlertSinkConfig.SUBJECTS, "sol"), deserializer())
                .put(records(0, 1));
        task(Map.of(AlertSinkConfig.KINDS, "tge"), deserializer()).put(records(1, 2));
        task(Map.of(AlertSinkConfig.MIN_CONFIDENCE, "0.9"), deserializer()).put(records(2, 3));
        task(Map.of(AlertSinkConfig.PRIORITIES, "high"), deserializer()).put(records(3, 4));

        assertThat(outlet.told).containsExactly("0");
    }

    @Test
    void refusesAKindThatDoesNotExist() {
        assertThatThrownBy(() -> task(Map.of(AlertSinkConfig.KINDS, "surge,nonsense"), deserializer()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("nonsense");
    }

    @Test
    void givesTheThreadBackWhenABatchTakesLong() {
        AlertSinkTask task = task(Map.of(AlertSinkConfig.PUT_MAX_MILLIS, "1"), deserializer());
        List<SinkRecord> batch = records(0, 3);
        outlet.takes = Duration.ofSeconds(1);

        for (int told = 1; told < 3; told++) {
            assertThatThrownBy(() -> task.put(batch)).isInstanceOf(RetriableException.class);
            assertThat(outlet.told).hasSize(told);
        }
        task.put(batch);

        assertThat(outlet.told).containsExactly("0", "1", "2");
    }

    private AlertSinkTask task() {
        return task(Map.of(), deserializer());
    }

    private AlertSinkTask task(Map<String, String> settings, Deserializer<Alert> deserializer) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(AlertSinkConfig.REGISTRY_URL, "http://registry:8081");
        TestTask task = new TestTask();
        task.initialize(context);
        task.start(new TestConfig(all), outlet, deserializer, outlet.clock);
        return task;
    }

    private static Deserializer<Alert> deserializer() {
        return TestAlerts.SERDE.deserializer();
    }

    private static List<SinkRecord> records(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> TestAlerts.record(
                        i, TestAlerts.alert(Integer.toString(i)).build()))
                .toList();
    }

    private static final class TestConfig extends AlertSinkConfig {
        private TestConfig(Map<String, String> settings) {
            super(common(), settings);
        }
    }

    private static final class TestTask extends AlertSinkTask {
        @Override
        public void start(Map<String, String> props) {
            throw new UnsupportedOperationException();
        }
    }

    /** Remembers whom it told, and fails as it is told to. */
    private static final class FakeOutlet implements AlertOutlet {
        private final List<String> told = new ArrayList<>();
        private final MovingClock clock = new MovingClock();
        private Set<String> awayAt = Set.of();
        private Set<String> refuses = Set.of();
        private Duration retryAfter;
        private Duration takes = Duration.ZERO;
        private boolean digest;

        @Override
        public int together(int waiting) {
            return digest ? waiting : 1;
        }

        @Override
        public void deliver(List<Alert> alerts) throws OutletAwayException, AlertRefusedException {
            clock.now = clock.now.plus(takes);
            List<String> ids = alerts.stream().map(Alert::getId).toList();
            if (ids.stream().anyMatch(awayAt::contains)) {
                throw new OutletAwayException("away", retryAfter, null);
            }
            if (ids.stream().anyMatch(refuses::contains)) {
                throw new AlertRefusedException("refused");
            }
            told.addAll(ids);
        }
    }

    private static final class MovingClock extends Clock {
        private Instant now = NOW;

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
