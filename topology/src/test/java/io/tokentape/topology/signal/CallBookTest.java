package io.tokentape.topology.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.topology.signal.CallBook.Call;
import io.tokentape.topology.signal.CallBook.Link;
import io.tokentape.topology.signal.CallBook.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallBookTest {
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final Call OLD = call("1", "ABC", 1 * DAY);
    private static final Call OTHER = call("2", "XYZ", 2 * DAY);
    private static final Call NEW = call("3", "ABC", 3 * DAY);
    private static final CallBook BOOK = new CallBook(List.of(NEW, OTHER, OLD));

    @Test
    void anInstrumentBelongsToItsLatestCall() {
        assertThat(BOOK.find("ABC", 4 * DAY)).contains(new Link(NEW, Reason.ASSET));
        assertThat(BOOK.find("XYZ", 4 * DAY)).contains(new Link(OTHER, Reason.ASSET));
        assertThat(BOOK.find("QQQ", 4 * DAY)).isEmpty();
        assertThat(BOOK.find("ABC", 63 * DAY)).contains(new Link(NEW, Reason.ASSET));
        assertThat(BOOK.find("ABC", 63 * DAY + 1)).as("too old").isEmpty();
    }

    @Test
    void whatNamesNothingBelongsToTheLatestOpenCall() {
        assertThat(BOOK.find(null, 4 * DAY)).contains(new Link(NEW, Reason.LATEST));
        assertThat(new CallBook(List.of(NEW.endedBy(4 * DAY), OTHER, OLD)).find(null, 5 * DAY))
                .contains(new Link(OTHER, Reason.LATEST));
        assertThat(new CallBook(List.of(NEW.endedBy(4 * DAY))).find(null, 5 * DAY))
                .as("all have ended")
                .isEmpty();
        assertThat(BOOK.find(null, 7 * DAY)).as("too old").isEmpty();
    }

    @Test
    void anOpenCallComesBeforeOneThatHasEnded() {
        Call ended = NEW.endedBy(4 * DAY);
        CallBook book = new CallBook(List.of(ended, OTHER, OLD));

        assertThat(book.find("ABC", 5 * DAY)).contains(new Link(OLD, Reason.ASSET));
        assertThat(new CallBook(List.of(ended, OLD.endedBy(4 * DAY))).find("ABC", 5 * DAY))
                .contains(new Link(ended, Reason.ASSET));
        assertThat(book.find("ABC", 4 * DAY)).as("not ended yet at that time").contains(new Link(ended, Reason.ASSET));
    }

    @Test
    void laterCallsAreNotKnown() {
        assertThat(BOOK.find("ABC", 3 * DAY)).contains(new Link(OLD, Reason.ASSET));
        assertThat(BOOK.find("ABC", 1 * DAY)).isEmpty();
    }

    @Test
    void theFirstEndHolds() {
        assertThat(NEW.endedBy(5 * DAY).endedBy(4 * DAY).endedBy(6 * DAY)).isEqualTo(NEW.endedBy(4 * DAY));
    }

    private static Call call(String id, String base, long timestamp) {
        return Call.open(id, id, base, timestamp);
    }
}
