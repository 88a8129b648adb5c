package io.tokentape.standalone.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.schemas.avro.FlowAccount;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BooksTest {
    private final Books books = new Books();

    @Test
    void areWellWhenTheyCloseAndTheDeadLettersLieThere() {
        books.read("a", account(5, 5, 0));
        books.read("b", account(5, 2, 2));
        books.read("b", account(7, 4, 3));

        assertThat(books.compare(Map.of("t.raw.tweets", 3L, "t.ref.tokens", 9L)).line())
                .isEqualTo("ok       books     2 windows of 1 topics close, 3 dead letters among them");
    }

    @Test
    void sayWhatIsMissing() {
        books.read("a", account(5, 3, 0));
        books.read("b", account(5, 6, 0));

        assertThat(books.compare(Map.of()).line())
                .startsWith("problem  books     3 records are missing in 2 of 2 windows: ");
    }

    @Test
    void sayWhichDeadLettersAreNotThere() {
        books.read("a", account(5, 3, 2));

        assertThat(books.compare(Map.of("t.raw.tweets", 1L)).line())
                .startsWith("problem  books     of t.raw.tweets they say 2 dead letters, and 1 lie there: ");
    }

    @Test
    void areNotJudgedBeforeThereAreAny() {
        assertThat(books.compare(Map.of()).verdict()).isEqualTo(Finding.Verdict.SKIPPED);
    }

    private static FlowAccount account(long read, long putOut, long dead) {
        return FlowAccount.newBuilder()
                .setTopology("intelligence")
                .setStep("analyse-posts")
                .setTopic("t.raw.tweets")
                .setPartition(0)
                .setHour(0)
                .setRead(read)
                .setPutOut(putOut)
                .setDeadLettered(dead == 0 ? Map.of() : Map.of("avro", dead))
                .build();
    }
}
