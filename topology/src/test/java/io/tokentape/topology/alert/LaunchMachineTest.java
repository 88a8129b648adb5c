package io.tokentape.topology.alert;

import static io.tokentape.topology.alert.PostBuilder.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.topology.event.Event;
import io.tokentape.topology.notice.Announcement.Stage;
import io.tokentape.topology.text.Post;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaunchMachineTest {
    private static final Subject NEW_TOKEN = new Subject(Subject.Kind.SYMBOL, "QRX");

    private static PostBuilder sale(String id, String time, Stage stage, String when) {
        return aPost(id).at(time).event(Event.Type.TGE, 0.8).announces(stage, "kraken", when, "QRX");
    }

    @Test
    void tellsEveryTransitionOnce() {
        Tape tape = new Tape(NEW_TOKEN)
                .hear(
                        sale("a", "2026-03-01T10:00:00Z", Stage.RUMOUR, null).build(),
                        sale("b", "2026-03-01T11:00:00Z", Stage.RUMOUR, null).build(),
                        sale("c", "2026-03-02T10:00:00Z", Stage.ANNOUNCED, null).build(),
                        sale("d", "2026-03-03T10:00:00Z", Stage.DATED, "2026-03-20")
                                .build(),
                        sale("e", "2026-03-20T09:00:00Z", Stage.LIVE, null).build(),
                        aPost("f")
                                .at("2026-03-21T09:00:00Z")
                                .event(Event.Type.LISTING, 0.9)
                                .announces(Stage.LIVE, "kraken", null, "QRX")
                                .build());
        assertThat(tape.lines().stream().filter(line -> line.startsWith("TGE")))
                .containsExactly(
                        "TGE step 1 null>RUMOUR at kraken, evidence 1",
                        "TGE step 2 RUMOUR>ANNOUNCED at kraken, evidence 3",
                        "TGE step 3 ANNOUNCED>DATED at kraken due 2026-03-20, evidence 4",
                        "TGE step 4 DATED>LIVE at kraken due 2026-03-20, evidence 5",
                        "TGE step 5 LIVE>LISTED at kraken due 2026-03-20, evidence 6");
        assertThat(tape.told().stream()
                        .filter(alert -> alert.kind() == AlertKind.TGE)
                        .map(Alert::caseId)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void neverGoesBack() {
        Tape tape = new Tape(NEW_TOKEN)
                .hear(
                        sale("a", "2026-03-03T10:00:00Z", Stage.DATED, "2026-03-20")
                                .build(),
                        sale("b", "2026-03-04T10:00:00Z", Stage.RUMOUR, null).build(),
                        sale("c", "2026-03-05T10:00:00Z", Stage.ANNOUNCED, null).build());
        assertThat(tape.told()).extracting(Alert::stage).containsOnly(LaunchStage.DATED);
        assertThat(tape.state().cases().get(0).evidence()).hasSize(3);
    }

    @Test
    void isNotLiveBeforeItsDate() {
        Tape tape = new Tape(NEW_TOKEN)
                .hear(
                        sale("a", "2026-03-03T10:00:00Z", Stage.DATED, "2026-03-20T12:00:00Z")
                                .build(),
                        sale("b", "2026-03-10T10:00:00Z", Stage.LIVE, null).build(),
                        sale("c", "2026-03-20T12:00:00Z", Stage.LIVE, null).build());
        assertThat(tape.told()).extracting(Alert::stage).containsExactly(LaunchStage.DATED, LaunchStage.LIVE);
    }

    @Test
    void tellsANewDateOfItsSourceUnderTheSameCase() {
        Tape tape = new Tape(NEW_TOKEN)
                .hear(
                        sale("a", "2026-03-03T10:00:00Z", Stage.DATED, "2026-03-20")
                                .by(Post.Source.TWEET, "tweet:own")
                                .build(),
                        sale("b", "2026-03-04T10:00:00Z", Stage.DATED, "2026-03-27")
                                .by(Post.Source.TWEET, "tweet:own")
                                .build());
        assertThat(tape.lines())
                .containsExactly(
                        "TGE step 1 null>DATED at kraken due 2026-03-20, evidence 1",
                        "TGE step 2 DATED>DATED at kraken due 2026-03-27, evidence 2");
    }

    @Test
    void aMomentOfTheSameDayIsNoOtherDate() {
        Tape tape = new Tape(NEW_TOKEN)
                .hear(
                        sale("a", "2026-03-03T10:00:00Z", Stage.DATED, "2026-03-20")
                                .build(),
                        sale("b", "2026-03-04T10:00:00Z", Stage.DATED, "2026-03-20T14:00:00Z")
                                .build());
        assertThat(tape.lines()).containsExactly("TGE step 1 null>DATED at kraken due 2026-03-20, evidence 1");
    }

    @Test
    void anotherAccountsDateIsAConflictUntilASecondOneStatesIt() {
        AlertEvent first =
                sale("a", "2026-03-03T10:00:00Z", Stage.DATED, "2026-03-20").build();
        AlertEvent other =
                sale("b", "2026-03-04T10:00:00Z", Stage.DATED, "2026-03-27").build();
        AlertEvent second =
                sale("c", "2026-03-05T10:00:00Z", Stage.DATED, "2026-03-27").build();
        LaunchMachine machine = new LaunchMachine(CancelWords.shipped());
        Rule rule = AlertRules.shipped().at(machine.id(), NEW_TOKEN, 0);
        AlertMachine.Step one = machine.next(NEW_TOKEN, Memory.EMPTY, first, rule);
        AlertMachine.Step two = machine.next(NEW_TOKEN, one.memory(), other, rule);
        AlertMachine.Step three = machine.next(NEW_TOKEN, two.memory(), second, rule);
        assertThat(List.of(one, two, three))
                .extracting(step -> step.findings().get(0).dueAt())
                .containsExactly("2026-03-20", "2026-03-20", "2026-03-27");
        assertThat(two.findings().get(0).terms()).extracting(Term::name).contains("date_conflict");
        assertThat(three.findings().get(0).terms()).extracting(Term::name).doesNotContain("date_conflict");
    }

    @Test
    void tellsOfACancellationOnlyWhereALaunchIsKnown() {
        PostBuilder off = aPost("z").words("The QRX sale has been called off");
        assertThat(new Tape(NEW_TOKEN)
                        .hear(off.at("2026-03-04T10:00:00Z").build())
                        .told())
                .isEmpty();
        assertThat(new Tape(NEW_TOKEN)
                        .hear(
                                sale("a", "2026-03-03T10:00:00Z", Stage.DATED, "2026-03-20")
                                        .build(),
                                off.at("2026-03-05T10:00:00Z").build())
                        .lines())
                .containsExactly(
                        "TGE step 1 null>DATED at kraken due 2026-03-20, evidence 1",
                        "TGE step 2 DATED>CANCELLED due 2026-03-20, evidence 2");
    }

    @Test
    void doesNotTakeAListingOfAKnownTokenForALaunch() {
        Subject asset = new Subject(Subject.Kind.ASSET, "solana:QRX");
        Tape tape = new Tape(asset)
                .hear(aPost("a")
                        .symbol("QRX")
                        .event(Event.Type.LISTING, 0.9)
                        .announces(Stage.LIVE, "kraken", null, "QRX")
                        .build());
        assertThat(tape.told()).extracting(Alert::kind).containsExactly(AlertKind.LISTING);
    }

    @Test
    void anAnnouncementOfAnotherTokenIsNoneOfTheSubject() {
        assertThat(new Tape(new Subject(Subject.Kind.SYMBOL, "ETH"))
                        .hear(sale("a", "2026-03-03T10:00:00Z", Stage.LIVE, null)
                                .build())
                        .told())
                .isEmpty();
    }

    @Test
    void whatNamesNeitherVenueNorProjectNorDateIsNoLaunchNorIsAChainsOwnCoin() {
        AlertEvent vague = aPost("a")
                .event(Event.Type.TGE, 0.9)
                .announces(Stage.ANNOUNCED, null, null, "QRX")
                .build();
        AlertEvent old = sale("b", "2026-03-01T10:00:00Z", Stage.LIVE, null)
                .about(new About("qrx:native", "qrx", "QRX", null, null))
                .build();
        assertThat(new Tape(NEW_TOKEN).hear(vague, old).told()).isEmpty();
    }

    @Test
    void goesOnFromWhatIsLeftWhenAPostIsTakenBack() {
        AlertEvent announced =
                sale("a", "2026-03-01T10:00:00Z", Stage.ANNOUNCED, null).build();
        AlertEvent dated =
                sale("b", "2026-03-02T10:00:00Z", Stage.DATED, "2026-03-20").build();
        AlertEvent again =
                sale("c", "2026-03-04T10:00:00Z", Stage.DATED, "2026-03-25").build();
        Tape tape = new Tape(NEW_TOKEN)
                .hear(announced, dated)
                .withdraw(dated, dated.at() + 1000)
                .hear(again);
        assertThat(tape.lines())
                .containsExactly(
                        "TGE step 1 null>ANNOUNCED at kraken, evidence 1",
                        "TGE step 2 ANNOUNCED>DATED at kraken due 2026-03-20, evidence 2",
                        "TGE step 3 retracted DATED>ANNOUNCED at kraken due 2026-03-20, evidence 1",
                        "TGE step 4 ANNOUNCED>DATED at kraken due 2026-03-25, evidence 2");
    }

    @Test
    void hearingAllTwiceChangesNothing() {
        AlertEvent[] events = {
            sale("a", "2026-03-01T10:00:00Z", Stage.ANNOUNCED, null).build(),
            sale("b", "2026-03-02T10:00:00Z", Stage.DATED, "2026-03-20")
                    .by(Post.Source.TWEET, "tweet:own")
                    .build(),
            sale("c", "2026-03-04T10:00:00Z", Stage.DATED, "2026-03-25")
                    .by(Post.Source.TWEET, "tweet:own")
                    .build()
        };
        Tape tape = new Tape(NEW_TOKEN).hear(events);
        List<Alert> once = tape.told();
        SubjectState state = tape.state();
        assertThat(tape.hear(events).told()).isEqualTo(once);
        assertThat(tape.state()).isEqualTo(state);
    }
}
