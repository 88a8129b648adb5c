package io.tokentape.topology.alert;

import static io.tokentape.topology.alert.PostBuilder.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.topology.event.Event;
import io.tokentape.topology.notice.Announcement.Stage;
import io.tokentape.topology.text.Post;
import org.junit.jupiter.api.Test;

class ListingMachineTest {
    private static final Subject ASSET = new Subject(Subject.Kind.ASSET, "solana:QRX");

    private static PostBuilder listing(String id, String time, Stage stage, String venue) {
        return aPost(id).at(time).symbol("QRX").event(Event.Type.LISTING, 0.8).announces(stage, venue, null, "QRX");
    }

    @Test
    void tellsAVenueOnceAndKeepsLaterCopiesAsEvidence() {
        Tape tape = new Tape(ASSET)
                .hear(
                        listing("a", "2026-03-01T10:00:00Z", Stage.ANNOUNCED, "kraken")
                                .by(Post.Source.ANNOUNCEMENT, "announcement:kraken")
                                .build(),
                        listing("b", "2026-03-01T10:01:00Z", Stage.LIVE, "kraken")
                                .build(),
                        listing("c", "2026-03-01T10:02:00Z", Stage.LIVE, null).build(),
                        listing("d", "2026-03-01T10:03:00Z", Stage.ANNOUNCED, "upbit")
                                .build());
        assertThat(tape.lines())
                .containsExactly("LISTING step 1 at kraken, evidence 1", "LISTING step 1 at upbit, evidence 1");
        assertThat(tape.state().cases().get(0).evidence()).hasSize(3);
    }

    @Test
    void tellsARumourAgainWhenItIsStated() {
        Tape tape = new Tape(ASSET)
                .hear(
                        listing("a", "2026-03-01T10:00:00Z", Stage.RUMOUR, "kraken")
                                .build(),
                        listing("b", "2026-03-02T10:00:00Z", Stage.ANNOUNCED, "kraken")
                                .by(Post.Source.ANNOUNCEMENT, "announcement:kraken")
                                .build());
        assertThat(tape.lines())
                .containsExactly("LISTING step 1 at kraken, evidence 1", "LISTING step 2 at kraken, evidence 2");
        assertThat(tape.told().get(0).confidence())
                .isLessThan(tape.told().get(1).confidence());
    }

    @Test
    void aDelistingIsACaseOfItsOwn() {
        Tape tape = new Tape(ASSET)
                .hear(
                        listing("a", "2026-03-01T10:00:00Z", Stage.ANNOUNCED, "kraken")
                                .build(),
                        listing("b", "2026-03-02T10:00:00Z", Stage.ANNOUNCED, "kraken")
                                .event(Event.Type.DELISTING, 0.9)
                                .build());
        assertThat(tape.told()).extracting(Alert::kind).containsExactly(AlertKind.LISTING, AlertKind.DELISTING);
    }

    @Test
    void aTokenThatTheNoticeDoesNotNameAsItsOwnIsNotListed() {
        assertThat(new Tape(new Subject(Subject.Kind.ASSET, "solana:ETH"))
                        .hear(listing("a", "2026-03-01T10:00:00Z", Stage.ANNOUNCED, "kraken")
                                .symbol("ETH")
                                .build())
                        .told())
                .isEmpty();
    }

    @Test
    void copiesOfOnePostAreNoFurtherAccounts() {
        Tape own = new Tape(ASSET)
                .hear(
                        listing("a", "2026-03-01T10:00:00Z", Stage.RUMOUR, "kraken")
                                .build(),
                        listing("b", "2026-03-02T10:00:00Z", Stage.ANNOUNCED, "kraken")
                                .build());
        Tape copied = new Tape(ASSET)
                .hear(
                        listing("a", "2026-03-01T10:00:00Z", Stage.RUMOUR, "kraken")
                                .build(),
                        listing("b", "2026-03-02T10:00:00Z", Stage.ANNOUNCED, "kraken")
                                .copyInStory("a", 2)
                                .build());
        assertThat(copied.told().get(1).confidence())
                .isLessThan(own.told().get(1).confidence());
    }
}
