package io.tokentape.topology.alert;

import static io.tokentape.topology.alert.PostBuilder.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.topology.event.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarningMachineTest {
    private static final Subject COMPANY = new Subject(Subject.Kind.COMPANY, "a-bridge");

    private static PostBuilder hack(String id, String time) {
        return aPost(id).at(time).company("a-bridge").event(Event.Type.HACK, 0.8);
    }

    @Test
    void tellsAgainWhenTheSumOrTheNumberOfAccountsGrows() {
        Tape tape = new Tape(COMPANY)
                .hear(
                        hack("a", "2026-03-01T10:00:00Z").build(),
                        hack("b", "2026-03-01T10:05:00Z").amountUsd(20_000).build(),
                        hack("c", "2026-03-01T10:10:00Z").amountUsd(3_000_000).build(),
                        hack("d", "2026-03-01T10:15:00Z").build(),
                        hack("e", "2026-03-01T10:20:00Z").amountUsd(180_000_000).build());
        assertThat(tape.lines())
                .containsSubsequence(
                        "HACK step 1, evidence 1",
                        "HACK step 2, evidence 3",
                        "HACK step 3, evidence 4",
                        "HACK step 4, evidence 5")
                .hasSizeLessThanOrEqualTo(5);
        assertThat(tape.told())
                .extracting(Alert::caseId)
                .containsOnly(tape.told().get(0).caseId());
        assertThat(tape.told().get(tape.told().size() - 1).title())
                .isEqualTo("a-bridge is said to be hacked, 180000000 USD");
    }

    @ParameterizedTest
    @CsvSource({"HACK, HACK", "SCAM_WARNING, SCAM_WARNING", "REGULATION, REGULATION"})
    void hearsItsKindOfEvent(Event.Type type, AlertKind kind) {
        assertThat(new Tape(COMPANY)
                        .hear(hack("a", "2026-03-01T10:00:00Z").event(type, 0.8).build())
                        .told())
                .extracting(Alert::kind)
                .containsExactly(kind);
    }

    @Test
    void hearsNeitherDoubtfulEventsNorListsOfManyTokens() {
        assertThat(new Tape(COMPANY)
                        .hear(
                                hack("a", "2026-03-01T10:00:00Z")
                                        .event(Event.Type.HACK, 0.3)
                                        .build(),
                                hack("b", "2026-03-01T10:00:00Z").tokens(9).build(),
                                hack("c", "2026-03-01T10:00:00Z")
                                        .event(Event.Type.OPINION, 0.9)
                                        .build())
                        .told())
                .isEmpty();
    }

    @Test
    void noLongerHoldsWhenItsOnlyPostIsTakenBack() {
        AlertEvent post = hack("a", "2026-03-01T10:00:00Z").build();
        assertThat(new Tape(COMPANY)
                        .hear(post)
                        .withdraw(post, post.at() + 60_000)
                        .lines())
                .containsExactly("HACK step 1, evidence 1", "HACK step 2 retracted, evidence 0");
    }
}
