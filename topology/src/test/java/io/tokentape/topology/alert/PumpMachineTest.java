package io.tokentape.topology.alert;

import static io.tokentape.topology.alert.PostBuilder.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.topology.signal.Signal;
import io.tokentape.topology.text.Post;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PumpMachineTest {
    private static final Subject CHANNEL = new Subject(Subject.Kind.CHANNEL, "telegram:moon");
    private static final Subject ASSET = new Subject(Subject.Kind.ASSET, "solana:QRX");

    private static PostBuilder message(String id, String time, double score) {
        return aPost(id)
                .at(time)
                .by(Post.Source.TELEGRAM, "telegram:moon")
                .tokens(0)
                .pumpScore(score);
    }

    private static PostBuilder call(String channel, String time) {
        return aPost("of-" + channel)
                .at(time)
                .by(Post.Source.TELEGRAM, "telegram:" + channel)
                .symbol("QRX")
                .pumpScore(0.9);
    }

    @Test
    void followsAnAnnouncementToTheCoin() {
        Tape tape = new Tape(CHANNEL)
                .hear(
                        message("a", "2026-03-01T10:00:00Z", 0.8).build(),
                        message("b", "2026-03-01T11:00:00Z", 0.9)
                                .due("2026-03-01T17:00:00Z")
                                .build(),
                        message("c", "2026-03-01T16:30:07Z", 0.3)
                                .due("2026-03-01T17:00:07Z")
                                .build(),
                        message("d", "2026-03-01T17:00:20Z", 0.9)
                                .calls(Signal.Side.LONG)
                                .build());
        assertThat(tape.lines())
                .containsExactly(
                        "PUMP step 1, evidence 1",
                        "PUMP step 2 due 2026-03-01T17:00:00Z, evidence 2",
                        "PUMP step 3 due 2026-03-01T17:00:07Z, evidence 4");
    }

    @Test
    void aStartOfItsOwnIsAPumpOfItsOwn() {
        Tape tape = new Tape(CHANNEL)
                .hear(
                        message("a", "2026-03-01T10:00:00Z", 0.9)
                                .due("2026-03-01T17:00:00Z")
                                .build(),
                        message("b", "2026-03-01T18:00:00Z", 0.9)
                                .due("2026-03-02T17:00:00Z")
                                .build());
        assertThat(tape.lines())
                .containsExactly(
                        "PUMP step 1 due 2026-03-01T17:00:00Z, evidence 1",
                        "PUMP step 1 due 2026-03-02T17:00:00Z, evidence 1");
    }

    @Test
    void aTimeAloneIsNoPump() {
        assertThat(new Tape(CHANNEL)
                        .hear(message("a", "2026-03-01T16:30:07Z", 0.3)
                                .due("2026-03-01T17:00:07Z")
                                .build())
                        .told())
                .isEmpty();
    }

    @Test
    void callsOfSeveralChannelsAreToldOnceWithAllTheirEvidence() {
        Tape tape = new Tape(ASSET)
                .hear(
                        call("a", "2026-03-01T10:00:00Z").build(),
                        call("b", "2026-03-01T10:05:00Z").build(),
                        call("c", "2026-03-01T10:10:00Z").build(),
                        call("c", "2026-03-01T10:10:00Z").build());
        assertThat(tape.lines()).containsExactly("PUMP step 1, evidence 3");
        assertThat(tape.told().get(0).evidence())
                .extracting(Evidence::account)
                .containsExactly("telegram:a", "telegram:b", "telegram:c");
    }

    @Test
    void callsThatAreFarApartOrOfOneChannelAreNoPump() {
        Tape apart = new Tape(ASSET)
                .hear(
                        call("a", "2026-03-01T10:00:00Z").build(),
                        call("b", "2026-03-01T10:20:00Z").build(),
                        call("c", "2026-03-01T10:40:00Z").build());
        assertThat(apart.told()).isEmpty();
        Tape one = new Tape(ASSET)
                .hear(
                        message("a", "2026-03-01T10:00:00Z", 0.9).build(),
                        message("b", "2026-03-01T10:01:00Z", 0.9).build(),
                        message("c", "2026-03-01T10:02:00Z", 0.9).build());
        assertThat(one.told()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            value = {"20000, 0.1, 1", "90000000, 0.9, 0", "null, 0.9, 1", "null, 0.1, 0"},
            nullValues = "null")
    void ordinaryCallsCountOnlyOfAssetsKnownToBeThin(Double liquidityUsd, double score, int alerts) {
        Tape tape = new Tape(ASSET);
        for (String channel : List.of("a", "b", "c")) {
            PostBuilder call = call(channel, "2026-03-01T10:00:00Z")
                    .calls(Signal.Side.LONG)
                    .pumpScore(score);
            tape.hear((liquidityUsd == null ? call : call.liquidityUsd(liquidityUsd)).build());
        }
        assertThat(tape.told()).hasSize(alerts);
    }

    @Test
    void hearingAllTwiceChangesNothing() {
        AlertEvent[] events = {
            message("a", "2026-03-01T10:00:00Z", 0.8).build(),
            message("b", "2026-03-01T11:00:00Z", 0.9)
                    .due("2026-03-01T12:00:00Z")
                    .build(),
            message("c", "2026-03-01T12:00:20Z", 0.9).calls(Signal.Side.LONG).build()
        };
        Tape tape = new Tape(CHANNEL);
        for (AlertEvent event : events) {
            tape.hear(event);
            SubjectState state = tape.state();
            int told = tape.told().size();
            assertThat(tape.hear(event).state()).isEqualTo(state);
            assertThat(tape.told()).hasSize(told);
        }
    }
}
