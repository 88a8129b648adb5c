package io.tokentape.topology.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.schemas.avro.FlowAccount;
import io.tokentape.schemas.avro.TrendReason;
import io.tokentape.schemas.wire.InMemorySchemaRegistry;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.topology.account.AccountingStep;
import io.tokentape.topology.account.FlowTotals;
import io.tokentape.topology.account.Outcome;
import io.tokentape.topology.account.PoisonLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderedStepTest {
    private static final long T = Instant.parse("2025-07-01T12:00:00Z").toEpochMilli();

    @TempDir
    private Path folder;

    private final WireSerdes serdes = WireSerdes.over(new InMemorySchemaRegistry());
    private final FlowTotals totals = new FlowTotals(series -> {});
    private final List<String> done = new ArrayList<>();
    private TopologyTestDriver driver;
    private TestInputTopic<String, TrendReason> input;

    /** Writes down what it is given; fails over the name "bad"; what is older than ten seconds is late. */
    private final class WriteDown extends OrderedStep<TrendReason> {
        WriteDown(Order<TrendReason> order) {
            super(order);
        }

        @Override
        protected String id(TrendReason value) {
            return value.getName();
        }

        @Override
        protected void inOrder(Record<String, TrendReason> record) {
            if (record.value().getName().equals("bad")) {
                throw new IllegalArgumentException("bad");
            }
            done.add(record.timestamp() - T + " " + record.key() + " "
                    + record.value().getName());
        }

        @Override
        protected void reach(long time) {
            if (time - T == 30_000) {
                throw new IllegalArgumentException("bad time");
            }
            done.add("reach " + (time - T));
        }

        @Override
        protected Outcome behind(Record<String, TrendReason> record, long settled) {
            return record.timestamp() < settled - 10_000
                    ? Outcome.late("older_than_window")
                    : super.behind(record, settled);
        }
    }

    @BeforeEach
    void start() {
        AccountingStep.Books books = new AccountingStep.Books(
                "test", "write-down", serdes.of(FlowAccount.class), new PoisonLimits(100, 0.5), totals);
        OrderedStep.Order<TrendReason> order =
                new OrderedStep.Order<>(books, Settling.after(Duration.ofSeconds(1)), serdes.of(TrendReason.class));
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), serdes.of(TrendReason.class)))
                .process(
                        new ProcessorSupplier<String, TrendReason, String, SpecificRecord>() {
                            @Override
                            public Processor<String, TrendReason, String, SpecificRecord> get() {
                                return new WriteDown(order);
                            }

                            @Override
                            public Set<StoreBuilder<?>> stores() {
                                return order.stores();
                            }
                        },
                        Named.as("write-down"));
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        driver = new TopologyTestDriver(builder.build(), settings, Instant.ofEpochMilli(T));
        input = driver.createInputTopic(
                "in", Serdes.String().serializer(), serdes.of(TrendReason.class).serializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void takesRecordsInOrderOnceTheyHaveSettled() {
        see("x", "b", 500);
        see("y", "a", 100);
        assertThat(done).containsExactly("reach -500");
        see("x", "c", 1_400);
        assertThat(done).containsExactly("reach -500", "reach 100", "100 y a", "reach 400");
        assertThat(total("noted", "behind")).isZero();
        assertThat(total("put_out", "")).isEqualTo(3);
    }

    @Test
    void movesOnWhenTheTapeIsQuiet() {
        see("x", "a", 0);
        passSecond();
        passSecond();
        assertThat(done).containsExactly("reach -1000");
        passSecond();
        assertThat(done).containsExactly("reach -1000", "reach 0", "0 x a");
        passSecond();
        assertThat(done).endsWith("reach 1000");
    }

    private void passSecond() {
        driver.advanceWallClockTime(Duration.ofSeconds(1));
    }

    @Test
    void countsWhatComesAfterItsTurnAndLosesNothing() {
        see("x", "a", 20_000);
        see("x", "late", 15_000);
        see("x", "later", 1_000);
        assertThat(done).containsExactly("reach 19000", "15000 x late");
        assertThat(total("noted", "behind")).isEqualTo(2);
        assertThat(total("put_out", "")).isEqualTo(2);
        assertThat(total("late", "older_than_window")).isEqualTo(1);
        assertThat(total("read", "")).isEqualTo(3);
    }

    @Test
    void leavesOutAndCountsARecordWhoseTurnFails() {
        see("x", "bad", 0);
        see("x", "a", 5_000);
        see("x", "b", 10_000);
        assertThat(done)
                .containsExactly("reach -1000", "reach 0", "reach 4000", "reach 5000", "5000 x a", "reach 9000");
        assertThat(total("noted", "failed_in_turn")).isEqualTo(1);
        assertThat(total("dead_lettered", "exception")).isZero();
    }

    @Test
    void failsNoRecordOverWhatIsDueAtItsTime() {
        see("x", "a", 31_000);
        passSecond();
        see("x", "b", 35_000);
        assertThat(done).containsExactly("reach 31000", "31000 x a", "reach 34000");
        assertThat(total("noted", "failed_in_turn")).isEqualTo(1);
        assertThat(total("put_out", "")).isEqualTo(2);
        passSecond();
        passSecond();
        passSecond();
        assertThat(total("dead_lettered", "exception")).isZero();
    }

    private void see(String key, String id, long millis) {
        input.pipeInput(key, new TrendReason(id, 1.0), T + millis);
    }

    private long total(String outcome, String reason) {
        return totals.total(new FlowTotals.Series("write-down", "in", outcome, reason));
    }
}
