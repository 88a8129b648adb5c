package io.tokentape.topology.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.schemas.avro.Alert;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.Lineage;
import io.tokentape.schemas.avro.ManualEntry;
import io.tokentape.schemas.avro.RuleKind;
import io.tokentape.schemas.avro.RuleRef;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.avro.TokenStats;
import io.tokentape.schemas.avro.Tri;
import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.topology.alert.AlertReferenceStep;
import io.tokentape.topology.alert.AlertRules;
import io.tokentape.topology.replay.AlertTape;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replay of the stored tape with other rules gives what the topology gives when it has them from the start. */
class AlertTapeTest {
    private static final Instant AT = Instant.parse("2025-06-01T12:00:00Z");
    private static final int RECORDS = 400;

    private static final RuleRef CHANGED = RuleRef.newBuilder()
            .setId("alert.liquidity")
            .setKind(RuleKind.ALERT)
            .setVersion(7)
            .setNumbers(Map.of("least_drop", 0.1, "cool_down_hours", 0.05, "least_confidence", 0.0))
            .build();

    private record Stored(Topic<?> topic, String key, byte[] value, Instant at) {}

    @TempDir
    private Path stateDir;

    @Test
    void givesWhatTheTopologyWouldHaveGiven() {
        List<Alert> present;
        List<Alert> changed;
        List<Stored> tape;
        try (AlertsDriver driver = new AlertsDriver(stateDir.resolve("present"))) {
            tape = tape(driver);
            present = run(driver, tape);
            AlertTape stored = new AlertTape(AlertsDriver.TOPICS, driver.serdes, InstantSource.fixed(AlertsDriver.NOW));
            tape.forEach(record -> stored.read(
                    record.topic(), record.key(), record.value(), record.at().toEpochMilli()));
            assertThat(stored.unusable()).isZero();
            AlertRules other = stored.rules().copy();
            AlertReferenceStep.put(other, CHANGED);
            long end = AT.plusSeconds(10 * RECORDS).toEpochMilli();

            assertThat(stored.alerts(stored.rules(), 0, end)).isEqualTo(present);
            try (AlertsDriver second = new AlertsDriver(stateDir.resolve("changed"))) {
                second.rule(CHANGED);
                changed = run(second, tape(second));
            }
            assertThat(stored.alerts(other, 0, end)).isEqualTo(changed);
            long middle = AT.plusSeconds(RECORDS / 2).toEpochMilli();
            assertThat(stored.alerts(other, middle, end))
                    .isEqualTo(changed.stream()
                            .filter(alert -> alert.getTDecided() >= middle)
                            .toList());
        }
        assertThat(changed).isNotEqualTo(present);
        assertThat(present).hasSizeGreaterThan(10).anyMatch(Alert::getRetracted);
    }

    @Test
    void countsWhatIsNoUse() {
        try (AlertsDriver driver = new AlertsDriver(stateDir)) {
            AlertTape stored = new AlertTape(AlertsDriver.TOPICS, driver.serdes, InstantSource.fixed(AlertsDriver.NOW));
            stored.read(AlertsDriver.TOPICS.intelligence, "x", new byte[] {1}, 0);
            stored.read(AlertsDriver.TOPICS.tokenState, "x", null, 0);
            assertThat(stored.unusable()).isEqualTo(2);
            assertThat(stored.size()).isZero();

            List<Stored> tape = new ArrayList<>();
            add(tape, driver, AlertsTopologyTest.whale("1", "ann", "Whale moves $5,000,000 of $AA"), AT);
            byte[] post = tape.get(0).value();
            stored.read(AlertsDriver.TOPICS.intelligence, null, post, 0);
            stored.read(
                    AlertsDriver.TOPICS.intelligence,
                    null,
                    post,
                    AlertsDriver.NOW.plusSeconds(3_601).toEpochMilli());
            assertThat(stored.unusable()).isEqualTo(4);
            stored.read(AlertsDriver.TOPICS.intelligence, null, post, AT.toEpochMilli());
            assertThat(stored.unusable()).isEqualTo(4);
            assertThat(stored.size()).isEqualTo(1);
        }
    }

    private static List<Alert> run(AlertsDriver driver, List<Stored> tape) {
        tape.forEach(record -> driver.bytes(record.topic(), record.key(), record.value(), record.at()));
        driver.settle(AT.plusSeconds(RECORDS + 100));
        List<Alert> alerts = new ArrayList<>();
        for (TestRecord<String, Alert> record : driver.alerts()) {
            assertThat(record.timestamp()).isEqualTo(record.value().getTDecided());
            record.value().setLineage(new Lineage("", -1, -1L, "", ""));
            alerts.add(record.value());
        }
        alerts.sort(Comparator.comparingLong(Alert::getTDecided)
                .thenComparing(Alert::getSubject)
                .thenComparingInt(Alert::getStep)
                .thenComparing(Alert::getId));
        return alerts;
    }

    /** The same for every driver, whose registries number schemas alike. */
    private static List<Stored> tape(AlertsDriver driver) {
        Random random = new Random(3);
        List<Stored> tape = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            Instant at = AT.plusSeconds(i);
            switch (random.nextInt(6)) {
                case 0 -> add(tape, driver, post(i, random), at);
                case 1 -> add(tape, driver, entry(i, random), at);
                case 2 -> add(tape, driver, window(random, at), at);
                default -> add(tape, driver, state(random, at), at);
            }
        }
        return tape;
    }

    private static Intelligence post(int number, Random random) {
        Intelligence post = AlertsTopologyTest.whale(
                "p" + number, "a" + random.nextInt(3), "Whale moves $%d,000,000 of $AA".formatted(random.nextInt(5)));
        if (random.nextInt(3) == 0) {
            post.setRevision(2);
            post.setRetracted(true);
            post.setRevises("p" + random.nextInt(number + 1));
        }
        return post;
    }

    private static ManualEntry entry(int number, Random random) {
        ManualEntry entry = AlertsTopologyTest.entry(1 + random.nextInt(3), "title " + number, random.nextInt(4) == 0);
        entry.setId("m" + number / 30);
        return entry;
    }

    private static TokenStats window(Random random, Instant at) {
        TokenStats stats = AlertsTopologyTest.quiet(at);
        stats.setAsset("ethereum:0xaa");
        stats.setWindowMillis(random.nextBoolean() ? 60_000 : 3_600_000);
        stats.setStories(random.nextInt(40));
        stats.setSources(random.nextInt(30));
        stats.setVelocity(random.nextInt(12) - 2.0);
        stats.setStance(random.nextDouble() * 2 - 1);
        stats.setStanceConfidence(0.8);
        stats.setEvidence(List.of("p" + random.nextInt(RECORDS)));
        return stats;
    }

    private static TokenState state(Random random, Instant at) {
        TokenState state = AlertsTopologyTest.liquidity(20_000 + random.nextInt(80_000), at);
        state.setTop10Share(random.nextInt(10) / 20.0);
        state.setSellTax(random.nextInt(10) == 0 ? 0.3 : 0.0);
        state.setBondingCurveProgress(Math.min(1, random.nextDouble() * 1.05));
        state.setMintable(random.nextInt(20) == 0 ? Tri.YES : Tri.NO);
        return random.nextInt(3) == 0 ? AlertsTopologyTest.other(state) : state;
    }

    private static void add(List<Stored> tape, AlertsDriver driver, SpecificRecord value, Instant at) {
        if (value instanceof Intelligence post) {
            add(tape, driver, AlertsDriver.TOPICS.intelligence, post.getId(), post, at);
        } else if (value instanceof TokenStats stats) {
            add(tape, driver, AlertsDriver.TOPICS.tokenStats, stats.getAsset(), stats, at);
        } else if (value instanceof TokenState state) {
            add(tape, driver, AlertsDriver.TOPICS.tokenState, state.getAsset(), state, at);
        } else if (value instanceof ManualEntry entry) {
            add(tape, driver, AlertsDriver.TOPICS.rawManual, entry.getSubject(), entry, at);
        }
    }

    private static <T extends SpecificRecord> void add(
            List<Stored> tape, AlertsDriver driver, Topic<T> topic, String key, T value, Instant at) {
        tape.add(new Stored(
                topic, key, driver.serdes.of(topic.valueType()).serializer().serialize(topic.name(), value), at));
    }
}
