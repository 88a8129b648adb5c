package io.tokentape.topology.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.topology.signal.CallBook.Call;
import io.tokentape.topology.signal.CallBook.Link;
import io.tokentape.topology.signal.CallBook.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CallBookTest {
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final Call OLD = call("1", "ABC", 1 * DAY);
    private static final Call OTHER = call("2", "XYZ", 2 * DAY);
    private static final Call NEW = call("3", "ABC", 3 * DAY);
    private static final CallBook BOOK = CallBook.EMPTY.with(OLD).with(OTHER).with(NEW);

    @Test
    void anAnswerBelongsToTheCallItAnswers() {
        assertThat(BOOK.find("ABC", "1", 4 * DAY)).contains(new Link(OLD, Reason.REPLY));
        assertThat(BOOK.find("QQQ", "2", 4 * DAY)).contains(new Link(OTHER, Reason.REPLY));
    }

    @Test
    void anInstrumentBelongsToItsLatestCall() {
        assertThat(BOOK.find("ABC", null, 4 * DAY)).contains(new Link(NEW, Reason.ASSET));
        assertThat(BOOK.find("XYZ", "unknown", 4 * DAY)).contains(new Link(OTHER, Reason.ASSET));
        assertThat(BOOK.find("QQQ", null, 4 * DAY)).isEmpty();
        assertThat(BOOK.find("ABC", null, 100 * DAY)).as("too old").isEmpty();
    }

    @Test
    void whatNamesNothingBelongsToTheLatestOpenCall() {
        assertThat(BOOK.find(null, null, 4 * DAY)).contains(new Link(NEW, Reason.LATEST));
        assertThat(BOOK.ended("3", 4 * DAY).find(null, null, 5 * DAY - 1)).contains(new Link(OTHER, Reason.LATEST));
        assertThat(BOOK.find(null, null, 7 * DAY)).as("too old").isEmpty();
    }

    @Test
    void anOpenCallComesBeforeOneThatHasEnded() {
        CallBook ended = BOOK.ended("3", 4 * DAY);

        assertThat(ended.find("ABC", null, 5 * DAY)).contains(new Link(OLD, Reason.ASSET));
        assertThat(ended.ended("1", 4 * DAY).find("ABC", null, 5 * DAY))
                .map(Link::call)
                .map(Call::id)
                .contains("3");
        assertThat(ended.find("ABC", null, 4 * DAY))
                .as("not ended yet at that time")
                .map(Link::call)
                .map(Call::id)
                .contains("3");
    }

    @Test
    void laterCallsAreNotKnown() {
        assertThat(BOOK.find("ABC", "3", 3 * DAY)).contains(new Link(OLD, Reason.ASSET));
        assertThat(BOOK.find("ABC", null, 1 * DAY)).isEmpty();
    }

    @Test
    void aCallThatIsEditedStaysAsItWasFirstSeen() {
        assertThat(BOOK.with(new Call("1-again", "1", "QQQ", 5 * DAY, Long.MAX_VALUE)))
                .isEqualTo(BOOK);
    }

    @Test
    void theOrderInWhichCallsComeDoesNotMatter() {
        Random random = new Random(11);
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            calls.add(call("id" + i, random.nextBoolean() ? "ABC" : "XYZ", random.nextInt(20) * DAY));
        }
        CallBook inOrder = book(calls);
        for (int round = 0; round < 100; round++) {
            Collections.shuffle(calls, random);
            assertThat(book(calls)).isEqualTo(inOrder);
        }
    }

    @Test
    void keepsTheLatestCallsOnly() {
        CallBook book = CallBook.EMPTY;
        for (int i = 0; i < 1_000; i++) {
            book = book.with(call("id" + i, "ABC", i));
        }
        assertThat(book.calls()).hasSize(CallBook.MOST_CALLS);
        assertThat(book.calls().get(0).id()).isEqualTo("id" + (1_000 - CallBook.MOST_CALLS));
    }

    @Test
    void isReadAsItWasWritten() {
        CallBook book = BOOK.ended("2", 9 * DAY);

        assertThat(CallBook.decode(book.encode())).isEqualTo(book);
        assertThat(CallBook.decode(CallBook.EMPTY.encode())).isEqualTo(CallBook.EMPTY);
        assertThat(CallBook.decode(null)).isEqualTo(CallBook.EMPTY);
    }

    private static CallBook book(List<Call> calls) {
        CallBook book = CallBook.EMPTY;
        for (Call call : calls) {
            book = book.with(call);
        }
        return book;
    }

    private static Call call(String id, String base, long timestamp) {
        return Call.open(id, id, base, timestamp);
    }
}
