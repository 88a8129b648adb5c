package io.tokentape.topology.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cases, evidence and retraction, with a machine that finds what the test says. */
class AlertEngineTest {
    private static final Subject SUBJECT = new Subject(Subject.Kind.SYMBOL, "AA");
    private static final long HOUR = 3_600_000;

    private final List<Finding> next = new ArrayList<>();
    private final List<Alert> told = new ArrayList<>();
    private final AlertEngine engine = new AlertEngine(List.of(new Found()), AlertRules.shipped());
    private SubjectState state = SubjectState.EMPTY;

    /** Under the rule of surges: least confidence 0.4, cool-down six hours. */
    private final class Found implements AlertMachine {
        @Override
        public String id() {
            return SurgeMachine.ID;
        }

        @Override
        public Step next(Subject subject, Memory memory, AlertEvent event, Rule rule) {
            List<Finding> findings = List.copyOf(next);
            next.clear();
            return new Step(memory, findings);
        }
    }

    @Test
    void tellsACauseWhenItOpensAndWhenLevelOrBandRises() {
        find("a", 0, 0.39, "p0");
        assertThat(told).isEmpty();
        find("a", 0, 0.5, "p1");
        find("a", 0, 0.6, "p2");
        find("a", 0, 0.7, "p3");
        find("a", 0, 0.5, "p4");
        find("a", 1, 0.3, "p5");
        find("a", 1, 0.5, "p6");
        find("a", 0, 0.9, "p7");
        find("b", 0, 0.5, "p8");

        assertThat(told)
                .extracting(alert -> alert.step() + " " + alert.band() + " " + ids(alert))
                .containsExactly(
                        "1 MEDIUM [p1]", "2 HIGH [p1, p2, p3]", "3 MEDIUM [p1, p2, p3, p4, p5, p6]", "1 MEDIUM [p8]");
        assertThat(told.subList(0, 3))
                .extracting(Alert::caseId)
                .containsOnly(told.get(0).caseId());
        assertThat(told.get(3).caseId()).isNotEqualTo(told.get(0).caseId());
    }

    @Test
    void opensAnotherCaseAfterTheCoolDown() {
        findAt(0, "a", "p1");
        findAt(6 * HOUR - 1, "a", "p2");
        findAt(11 * HOUR, "a", "p3");
        findAt(17 * HOUR, "a", "p4");

        assertThat(told).extracting(Alert::step).containsExactly(1, 1);
        assertThat(told).extracting(Alert::caseId).doesNotHaveDuplicates();
        assertThat(ids(told.get(1))).isEqualTo(List.of("p4"));
    }

    @Test
    void keepsTheOldestEvidenceAndCountsTheRest() {
        for (int i = 0; i < 20; i++) {
            find("a", 0, 0.5, "p" + (char) ('a' + i));
            find("a", 0, 0.5, "p" + (char) ('a' + i));
        }
        find("a", 1, 0.5, "pz");

        Alert last = told.get(1);
        assertThat(last.evidence()).hasSize(Case.MOST_EVIDENCE);
        assertThat(last.evidence().get(0).intelligenceId()).isEqualTo("pa");
        // The same post delivered again above the limit is counted again; its case knows only what it keeps.
        assertThat(last.evidenceOmitted()).isEqualTo(9);
    }

    @Test
    void takesBackWhatStoodOnOnePostAlone() {
        find("a", 0, 0.5, "p1");
        withdraw("other");
        withdraw("p1");
        withdraw("p1");
        find("a", 0, 0.5, "p2");

        assertThat(told)
                .extracting(alert -> alert.step() + " " + alert.retracted() + " " + ids(alert))
                .containsExactly("1 false [p1]", "2 true []", "3 false [p2]");
    }

    @Test
    void fallsBackToTheLevelThatIsStillCarried() {
        findStage(LaunchStage.RUMOUR, "p1");
        findStage(LaunchStage.DATED, "p2");
        withdraw("p2");
        findStage(LaunchStage.RUMOUR, "p3");
        findStage(LaunchStage.DATED, "p4");

        assertThat(told)
                .extracting(alert -> alert.fromStage() + ">" + alert.stage() + " " + alert.retracted())
                .containsExactly("null>RUMOUR false", "RUMOUR>DATED false", "DATED>RUMOUR true", "RUMOUR>DATED false");
    }

    @Test
    void keepsWhatNumbersFoundWhateverBecomesOfThePosts() {
        next.add(Finding.ofNumbers(AlertKind.SURGE, "", 0, "t", terms(0.5), List.of(Evidence.ofPost("p1", 1_000))));
        hear(1_000, "w1");
        withdraw("p1");

        assertThat(told).hasSize(1);
    }

    @Test
    void givesIdsByContent() {
        find("a", 0, 0.5, "p1");
        SubjectState first = state;
        state = SubjectState.EMPTY;
        find("a", 0, 0.5, "p1");

        assertThat(told.get(1)).isEqualTo(told.get(0));
        assertThat(state).isEqualTo(first);
        assertThat(told.get(0).id()).matches("[0-9a-f]{32}");
    }

    @Test
    void keepsOneMachinesFailureFromTheOthers() {
        AlertMachine failing = new AlertMachine() {
            @Override
            public String id() {
                return WhaleMachine.ID;
            }

            @Override
            public Step next(Subject subject, Memory memory, AlertEvent event, Rule rule) {
                throw new IllegalStateException("made to fail");
            }
        };
        AlertEngine both = new AlertEngine(List.of(failing, new Found()), AlertRules.shipped());
        next.add(Finding.ofNumbers(AlertKind.SURGE, "", 0, "t", terms(0.5), List.of()));

        AlertEngine.Result result = both.next(
                state, SUBJECT, new AlertEvent.Entry("e", 1_000, About.NOTHING, 1, false, "", "", 0.5, null, null));

        assertThat(result.alerts()).extracting(Alert::kind).containsExactly(AlertKind.SURGE);
        assertThat(result.notes()).containsExactly("failed_" + WhaleMachine.ID);
    }

    @Test
    void saysWhenAMachineForgetsWhatHasNotEnded() {
        AlertMachine remembering = new AlertMachine() {
            @Override
            public String id() {
                return WhaleMachine.ID;
            }

            @Override
            public Step next(Subject subject, Memory memory, AlertEvent event, Rule rule) {
                return Step.nothing(memory.with(new Trace("a", "", event.at(), event.at() + HOUR, 0, null, null))
                        .with(new Trace("b" + event.at() % 2, "", event.at(), event.at() + HOUR, 0, null, null)));
            }
        };
        AlertEngine one = new AlertEngine(List.of(remembering), AlertRules.shipped());
        for (int i = 0; i <= Memory.MOST; i++) {
            AlertEngine.Result result = one.next(
                    state, SUBJECT, new AlertEvent.Entry("e" + i, i, About.NOTHING, 1, false, "", "", 0.5, null, null));
            state = result.state();
            assertThat(result.notes()).isEqualTo(i < Memory.MOST ? List.of() : List.of("forgot_" + WhaleMachine.ID));
        }
        assertThat(state.memory(WhaleMachine.ID).traces()).hasSize(2 * Memory.MOST + 1);
    }

    private void findStage(LaunchStage stage, String post) {
        next.add(new Finding(
                AlertKind.TGE,
                "",
                stage.ordinal(),
                stage,
                null,
                null,
                "t",
                null,
                terms(0.5),
                List.of(Evidence.ofPost(post, 1_000)),
                true,
                false));
        hear(1_000, post);
    }

    private void find(String cause, int level, double confidence, String post) {
        next.add(Finding.ofPosts(
                AlertKind.LISTING,
                cause,
                level,
                null,
                null,
                null,
                "t",
                terms(confidence),
                List.of(Evidence.ofPost(post, 1_000))));
        hear(1_000, post);
    }

    private void findAt(long at, String cause, String post) {
        hear(at, "before-" + post);
        next.add(Finding.ofPosts(
                AlertKind.LISTING, cause, 0, null, null, null, "t", terms(0.5), List.of(Evidence.ofPost(post, at))));
        hear(at, post);
    }

    private void hear(long at, String id) {
        take(engine.due(state, SUBJECT, at));
        take(engine.next(
                state, SUBJECT, new AlertEvent.Entry(id, at, About.NOTHING, 1, false, "", "", 0.5, null, null)));
    }

    private void withdraw(String post) {
        take(engine.next(state, SUBJECT, new AlertEvent.Withdrawn(post + "/withdrawn", 2_000, null, post)));
    }

    private void take(AlertEngine.Result result) {
        state = result.state();
        told.addAll(result.alerts());
    }

    private static List<Term> terms(double confidence) {
        return List.of(new Term("said", null, null, confidence));
    }

    private static List<String> ids(Alert alert) {
        return alert.evidence().stream().map(Evidence::intelligenceId).toList();
    }
}
