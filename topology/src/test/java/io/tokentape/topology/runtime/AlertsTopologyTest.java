package io.tokentape.topology.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tokentape.schemas.avro.Alert;
import io.tokentape.schemas.avro.AlertKind;
import io.tokentape.schemas.avro.AlertTerm;
import io.tokentape.schemas.avro.CompanyRef;
import io.tokentape.schemas.avro.ConfidenceBand;
import io.tokentape.schemas.avro.Event;
import io.tokentape.schemas.avro.EventType;
import io.tokentape.schemas.avro.Evidence;
import io.tokentape.schemas.avro.FlowAccount;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.JoinedAsset;
import io.tokentape.schemas.avro.Lineage;
import io.tokentape.schemas.avro.ManualAlert;
import io.tokentape.schemas.avro.ManualEntry;
import io.tokentape.schemas.avro.ManualKind;
import io.tokentape.schemas.avro.Mention;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.schemas.avro.Priority;
import io.tokentape.schemas.avro.RuleKind;
import io.tokentape.schemas.avro.RuleRef;
import io.tokentape.schemas.avro.Sentiment;
import io.tokentape.schemas.avro.SentimentLabel;
import io.tokentape.schemas.avro.SubjectKind;
import io.tokentape.schemas.avro.TextPart;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.avro.TokenStats;
import io.tokentape.schemas.avro.Tri;
import io.tokentape.schemas.avro.Value;
import io.tokentape.topology.alert.AlertStep;
import io.tokentape.topology.alert.CuesStep;
import io.tokentape.topology.alert.SubjectCuesStep;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertsTopologyTest {
    private static final Instant AT = Instant.parse("2025-06-01T12:00:00Z");
    private static final String ASSET = "ethereum:0xaa";
    private static final String TEXT = "Whale moves $5,000,000 of $AA to an exchange";

    @TempDir
    private Path stateDir;

    private AlertsDriver tape;

    @BeforeEach
    void start() {
        tape = new AlertsDriver(stateDir.resolve("first"));
    }

    @AfterEach
    void stop() {
        tape.close();
    }

    @Test
    void tellsOfWhatAnOperatorEnteredOnceForEachRevision() {
        ManualEntry first = entry(1, "Look at this", false);
        tape.entry(first, AT);
        tape.entry(first, AT.plusSeconds(5));
        tape.entry(entry(2, "Look at that", false), AT.plusSeconds(10));
        tape.entry(entry(3, "Look at that", true), AT.plusSeconds(20));
        tape.settle(AT.plusSeconds(20));

        List<TestRecord<String, Alert>> alerts = tape.alerts();
        assertThat(alerts).extracting(TestRecord::key).containsOnly(ASSET);
        assertThat(alerts)
                .extracting(TestRecord::getRecordTime)
                .containsExactly(AT, AT.plusSeconds(10), AT.plusSeconds(20));
        Alert told = alerts.get(0).value();
        assertThat(told)
                .isEqualTo(Alert.newBuilder()
                        .setId(told.getId())
                        .setCaseId(told.getCaseId())
                        .setStep(1)
                        .setKind(AlertKind.MANUAL)
                        .setSubjectKind(SubjectKind.ASSET)
                        .setSubject(ASSET)
                        .setAsset(ASSET)
                        .setTitle("Look at this")
                        .setContent("soon")
                        .setConfidence(0.8)
                        .setBand(ConfidenceBand.HIGH)
                        .setTerms(List.of(new AlertTerm("operator", 0.8, null, 0.8)))
                        .setManualId("m1")
                        .setEnteredBy("ann")
                        .setTSource(AT.toEpochMilli() - 500)
                        .setTLearned(AT.toEpochMilli())
                        .setTDecided(AT.toEpochMilli())
                        .setLineage(new Lineage("t.raw.manual", 0, 0L, "test", "test"))
                        .build());
        assertThat(told.getId()).matches("[0-9a-f]{32}").isNotEqualTo(told.getCaseId());
        assertThat(alerts)
                .extracting(alert -> alert.value().getStep()
                        + alert.value().getTitle()
                        + alert.value().getRetracted())
                .containsExactly("1Look at thisfalse", "2Look at thatfalse", "3Look at thattrue");
        assertThat(alerts).extracting(alert -> alert.value().getCaseId()).containsOnly(told.getCaseId());
    }

    @Test
    void tellsOfAPostWithItsWordsAndTakesItBackWhenThePostIsDeleted() {
        tape.company(CompanyRef.newBuilder()
                .setId("aa-labs")
                .setName("AA Labs")
                .setTokens(List.of("aa"))
                .setPriority(Priority.HIGH)
                .build());
        tape.post(whale("1", "ann", TEXT), AT);
        Intelligence deletion = whale("1/2", "ann", "");
        deletion.setMentions(List.of());
        deletion.setAssets(List.of());
        deletion.setRevision(2);
        deletion.setRetracted(true);
        deletion.setRevises("1");
        deletion.setRetracts("1");
        tape.post(deletion, AT.plusSeconds(60));
        tape.settle(AT.plusSeconds(60));

        List<TestRecord<String, Alert>> alerts = tape.alerts();
        Alert told = alerts.get(0).value();
        Alert expected = Alert.newBuilder()
                .setId(told.getId())
                .setCaseId(told.getCaseId())
                .setKind(AlertKind.WHALE)
                .setSubjectKind(SubjectKind.ASSET)
                .setSubject(ASSET)
                .setAsset(ASSET)
                .setToken("aa")
                .setSymbol("AA")
                .setCompany("aa-labs")
                .setPriority(Priority.HIGH)
                .setTitle("about $5000000 moved: " + TEXT)
                .setConfidence(told.getConfidence())
                .setBand(ConfidenceBand.MEDIUM)
                .setTerms(told.getTerms())
                .setEvidence(List.of(new Evidence(
                        "1", PostSource.TWEET, "tweet:ann", AT.toEpochMilli(), TextPart.TEXT, 26, 29, "$AA")))
                .setTSource(AT.toEpochMilli() - 1_000)
                .setTLearned(AT.toEpochMilli())
                .setTDecided(AT.toEpochMilli())
                .setLineage(new Lineage("t.intelligence", 0, 0L, "test", "model"))
                .build();
        assertThat(told).isEqualTo(expected);
        assertThat(told.getTerms().stream()
                        .mapToDouble(AlertTerm::getContribution)
                        .sum())
                .isEqualTo(told.getConfidence());
        assertThat(alerts).hasSize(2);
        Alert taken = alerts.get(1).value();
        assertThat(taken.getRetracted()).isTrue();
        assertThat(taken.getCaseId()).isEqualTo(told.getCaseId());
        assertThat(taken.getStep()).isEqualTo(2);
        assertThat(taken.getEvidence()).isEmpty();
        assertThat(alerts.get(1).getRecordTime()).isEqualTo(AT.plusSeconds(60));
        assertThat(tape.deadLetters()).isEmpty();
    }

    @Test
    void keepsAnAlertThatAnotherPostCarries() {
        tape.post(whale("1", "ann", TEXT), AT);
        tape.post(whale("2", "bob", "again: " + TEXT), AT.plusSeconds(10));
        Intelligence edit = whale("3", "ann", "nothing to see");
        edit.setEvent(new Event(EventType.OPINION, 0.9));
        edit.setRevision(2);
        edit.setRevises("1");
        tape.post(edit, AT.plusSeconds(60));
        tape.settle(AT.plusSeconds(60));

        assertThat(tape.alerts())
                .extracting(
                        alert -> alert.value().getBand(), alert -> alert.value().getRetracted())
                .containsExactly(tuple(ConfidenceBand.MEDIUM, false), tuple(ConfidenceBand.HIGH, false));
    }

    @Test
    void readsARuleAsOfTheEventsTimeWithoutARestart() {
        tape.rule(rule(2, AT.plusSeconds(100), 0.5));
        tape.state(liquidity(100_000, AT), AT);
        tape.state(liquidity(65_000, AT.plusSeconds(30)), AT.plusSeconds(30));
        tape.state(liquidity(60_000, AT.plusSeconds(110)), AT.plusSeconds(110));
        tape.settle(AT.plusSeconds(110));
        assertThat(tape.alerts())
                .extracting(alert -> alert.value().getTDecided())
                .containsExactly(AT.plusSeconds(30).toEpochMilli());

        tape.rule(rule(3, AT.plusSeconds(200), 0.2));
        tape.state(other(liquidity(100_000, AT.plusSeconds(210))), AT.plusSeconds(210));
        tape.state(other(liquidity(75_000, AT.plusSeconds(220))), AT.plusSeconds(220));
        tape.settle(AT.plusSeconds(220));
        assertThat(tape.alerts()).extracting(alert -> alert.value().getRule()).containsExactly("alert.liquidity@3");
    }

    @Test
    void tellsTheSameWhateverTheOrderWithinTheSettledTime() {
        List<Runnable> inputs = new ArrayList<>();
        Random random = new Random(11);
        for (int i = 0; i < 200; i++) {
            Instant at = AT.plusMillis(i * 400L);
            int value = i;
            inputs.add(
                    random.nextInt(4) == 0
                            ? () -> tape.post(whale("p" + value, "a" + value % 5, TEXT), at)
                            : () -> tape.state(liquidity(100_000 - value * 480, at), at));
        }
        run(inputs);
        List<TestRecord<String, Alert>> inOrder = sorted(tape.alerts());
        assertThat(inOrder).hasSizeGreaterThan(3);
        for (int seed = 0; seed < 5; seed++) {
            tape.close();
            tape = new AlertsDriver(stateDir.resolve("shuffled" + seed));
            List<Runnable> shuffled = new ArrayList<>(inputs);
            // Neighbours are 400 ms apart, so that nothing overtakes by more than a second.
            for (int from = 0; from + 2 <= shuffled.size(); from += 2) {
                Collections.shuffle(shuffled.subList(from, from + 2), new Random(seed * 1_000L + from));
            }
            run(shuffled);
            assertThat(sorted(tape.alerts())).isEqualTo(inOrder);
        }
    }

    /** Law 3: what was put out before a cut does not depend on what comes after it. */
    @Test
    void isNotChangedByWhatComesLater() {
        List<Runnable> inputs = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Instant at = AT.plusSeconds(i);
            int value = i;
            inputs.add(
                    i % 3 == 0
                            ? () -> tape.post(whale("p" + value, "a" + value % 5, TEXT), at)
                            : () -> tape.state(liquidity(100_000 - value * 1_600, at), at));
        }
        run(inputs);
        List<TestRecord<String, Alert>> whole = tape.alerts();
        for (int cut = 10; cut < inputs.size(); cut += 15) {
            tape.close();
            tape = new AlertsDriver(stateDir.resolve("cut" + cut));
            inputs.subList(0, cut).forEach(Runnable::run);
            List<TestRecord<String, Alert>> before = tape.alerts();
            assertThat(before).isEqualTo(whole.subList(0, before.size()));
        }
    }

    @Test
    void keepsNothingOfASubjectWhenAllOfItHasEnded() {
        Instant longAgo = AT.minus(Duration.ofDays(400));
        tape.post(whale("1", "ann", TEXT), longAgo);
        tape.state(liquidity(100_000, longAgo), longAgo);
        tape.settle(longAgo);
        assertThat(tape.stored(AlertStep.STATE_STORE)).isEqualTo(1);
        assertThat(tape.stored(AlertStep.POSTS_STORE)).isEqualTo(1);

        tape.stats(quiet(AT), AT);
        tape.beQuiet(5);

        assertThat(tape.stored(AlertStep.STATE_STORE)).isZero();
        assertThat(tape.stored(AlertStep.ENDS_STORE)).isZero();
        assertThat(tape.stored(AlertStep.POSTS_STORE)).isZero();
    }

    @Test
    void keepsNothingOfASubjectThatAWithdrawalEmpties() {
        // Too unsure to open a case, and remembered.
        Intelligence unsure = whale("1", "ann", "Whale moves $1,000,000 of $AA");
        unsure.setEvent(new Event(EventType.WHALE, 0.5));
        tape.post(unsure, AT);
        tape.settle(AT);
        assertThat(tape.stored(AlertStep.STATE_STORE)).isEqualTo(1);
        Intelligence deletion = whale("1/2", "ann", "");
        deletion.setRetracted(true);
        deletion.setRevises("1");
        tape.post(deletion, AT.plusSeconds(60));
        tape.settle(AT.plusSeconds(60));

        // What is left is of the record that lets time pass.
        assertThat(tape.stored(AlertStep.STATE_STORE)).isEqualTo(1);
        assertThat(tape.stored(AlertStep.ENDS_STORE)).isEqualTo(1);
        assertThat(tape.stored(AlertStep.POSTS_STORE)).isZero();
    }

    @Test
    void waitsForStatisticsThatComeWhenTheirTimeHasSettled() {
        tape.state(liquidity(100_000, AT.plusMillis(1_800)), AT.plusMillis(1_800));
        tape.stats(quiet(AT), AT);

        FlowAccount book = tape.accounts().values().stream()
                .filter(account -> account.getStep().equals(AlertStep.NODE))
                .reduce((first, second) -> second)
                .orElseThrow();
        assertThat(book.getNoted()).isEmpty();
    }

    @Test
    void decidesOnAQuietTapeToo() {
        tape.entry(entry(1, "Look", false), AT);
        assertThat(tape.alerts()).isEmpty();
        tape.beQuiet(5);
        assertThat(tape.alerts()).extracting(TestRecord::getRecordTime).containsExactly(AT);
    }

    @Test
    void accountsForEveryRecord() {
        Intelligence opinion = whale("9", "ann", TEXT);
        opinion.setEvent(new Event(EventType.OPINION, 0.9));
        tape.post(opinion, AT);
        tape.post(whale("1", "ann", TEXT), AT);
        tape.bytes(AlertsDriver.TOPICS.intelligence, "x", new byte[] {1, 2}, AT);
        tape.bytes(AlertsDriver.TOPICS.intelligence, "x", null, AT);
        tape.bytes(AlertsDriver.TOPICS.tokenState, null, new byte[] {1, 2}, AT);
        tape.bytes(AlertsDriver.TOPICS.tokenState, "x:wrong", encoded(liquidity(1, AT)), AT);
        TokenState empty = liquidity(1, AT);
        empty.setLiquidityUsd(null);
        tape.state(empty, AT);
        ManualEntry channel = entry(1, "no alert", false);
        channel.setKind(ManualKind.CHANNEL);
        tape.entry(channel, AT);
        ManualEntry bad = entry(1, "too sure", false);
        bad.getAlert().setConfidence(7);
        tape.entry(bad, AT);

        Map<String, FlowAccount> byStep = new HashMap<>();
        tape.accounts().values().forEach(book -> byStep.put(book.getStep(), book));
        assertThat(byStep.keySet())
                .containsExactlyInAnyOrder(
                        CuesStep.NODE, SubjectCuesStep.STATES_NODE, SubjectCuesStep.ENTRIES_NODE, AlertStep.NODE);
        FlowAccount posts = byStep.get(CuesStep.NODE);
        assertThat(posts.getFiltered()).isEqualTo(Map.of("no_cue", 1L));
        assertThat(posts.getDeadLettered()).isEqualTo(Map.of("undecodable", 1L, "null_value", 1L));
        assertThat(byStep.get(SubjectCuesStep.STATES_NODE).getDeadLettered())
                .isEqualTo(Map.of("null_key", 1L, "wrong_key", 1L));
        assertThat(byStep.get(SubjectCuesStep.STATES_NODE).getFiltered()).isEqualTo(Map.of("no_cue", 1L));
        assertThat(byStep.get(SubjectCuesStep.ENTRIES_NODE).getDeadLettered()).isEqualTo(Map.of("bad_alert", 1L));
        assertThat(byStep.get(SubjectCuesStep.ENTRIES_NODE).getFiltered()).isEqualTo(Map.of("no_cue", 1L));
        assertThat(byStep.values())
                .allSatisfy(book -> assertThat(book.getRead())
                        .isEqualTo(book.getPutOut() + sum(book.getFiltered()) + sum(book.getDeadLettered())));
        assertThat(tape.deadLetters()).hasSize(5);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private void run(List<Runnable> inputs) {
        inputs.forEach(Runnable::run);
        tape.settle(AT.plusSeconds(300));
    }

    /** Without lineage; two alerts of one time may come in either order when they are of two inputs. */
    private static List<TestRecord<String, Alert>> sorted(List<TestRecord<String, Alert>> alerts) {
        alerts.forEach(alert -> alert.value().setLineage(new Lineage("", 0, 0L, "", "")));
        return alerts;
    }

    private byte[] encoded(TokenState state) {
        return tape.serdes.of(TokenState.class).serializer().serialize(AlertsDriver.TOPICS.tokenState.name(), state);
    }

    static ManualEntry entry(int revision, String title, boolean deleted) {
        return ManualEntry.newBuilder()
                .setId("m1")
                .setRevision(revision)
                .setDeleted(deleted)
                .setKind(ManualKind.ALERT)
                .setSubject(ASSET)
                .setEnteredBy("ann")
                .setEnteredAt(AT.toEpochMilli() - 500)
                .setAlert(new ManualAlert(title, "soon", 0.8, null, ASSET))
                .build();
    }

    private static RuleRef rule(int version, Instant effectiveAt, double leastDrop) {
        return RuleRef.newBuilder()
                .setId("alert.liquidity")
                .setKind(RuleKind.ALERT)
                .setVersion(version)
                .setEffectiveAt(effectiveAt.toEpochMilli())
                .setNumbers(Map.of("least_drop", leastDrop, "cool_down_hours", 0.01, "least_confidence", 0.1))
                .build();
    }

    static TokenState liquidity(double usd, Instant at) {
        return TokenState.newBuilder()
                .setAsset(ASSET)
                .setProvider("tested")
                .setObservedAt(at.toEpochMilli())
                .setLiquidityUsd(usd)
                .setHoneypot(Tri.UNKNOWN)
                .build();
    }

    static TokenState other(TokenState state) {
        state.setAsset("ethereum:0xbb");
        return state;
    }

    static TokenStats quiet(Instant end) {
        return TokenStats.newBuilder()
                .setAsset("x:quiet")
                .setWindowMillis(60_000)
                .setWindowEnd(end.toEpochMilli())
                .setMentions(1)
                .setStories(1)
                .setSources(1)
                .setLineage(new Lineage("", 0, 0L, "", ""))
                .build();
    }

    static Intelligence whale(String id, String author, String text) {
        int start = Math.max(0, text.indexOf("$AA"));
        Mention mention = Mention.newBuilder()
                .setSurface("$AA")
                .setPart(TextPart.TEXT)
                .setStart(start)
                .setEnd(start + 3)
                .setSymbol("AA")
                .setToken("aa")
                .setAsset(ASSET)
                .setProbability(0.9)
                .build();
        return Intelligence.newBuilder()
                .setId(id)
                .setType(PostSource.TWEET)
                .setPostId(id)
                .setRevision(1)
                .setAuthor(author)
                .setPublishedAt(AT.toEpochMilli() - 1_000)
                .setText(text)
                .setMentions(List.of(mention))
                .setAssets(List.of(JoinedAsset.newBuilder().setAsset(ASSET).build()))
                .setSentiment(new Sentiment(SentimentLabel.NEUTRAL, 0.0, 0.5))
                .setEvent(new Event(EventType.WHALE, 0.9))
                .setValue(new Value(10.0, false, List.of()))
                .setLineage(new Lineage("raw", 0, 0L, "test", "model"))
                .build();
    }
}
