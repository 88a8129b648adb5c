package io.tokentape.topology.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.ReadPost;
import io.tokentape.topology.text.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordVectorsTest {
    private static final WordVectors SHIPPED = WordVectors.shipped();

    @Test
    void placesWhatMeansAlikeTogether() {
        double alike = cosine("hackers stole the funds", "exploit drained the wallet");
        double apart = cosine("hackers stole the funds", "good morning have a nice day");
        assertThat(alike).isGreaterThan(apart + 0.1);
    }

    @Test
    void hasNoPlaceForUnknownWords() {
        assertThat(place("")).containsOnly(0);
        assertThat(place("qqzzxxyyww")).containsOnly(0);
    }

    @Test
    void placesHaveTheLengthAskedFor() {
        assertThat(Math.sqrt(dot(place("buy bitcoin now"), place("buy bitcoin now"))))
                .isEqualTo(1, within(1e-9));
    }

    @Test
    void readsFiguresAndUsersAlikeAndMarksAsWords() {
        assertThat(keys("12 or 345")).isEqualTo(keys("7 or 8"));
        assertThat(keys("@someone here")).isEqualTo(keys("@other_one here"));
        assertThat(keys("up!")).hasSize(2);
        assertThat(keys("up \uD83D\uDE80")).containsExactly(keys("up").get(0), 0x1F680L);
        assertThat(keys("$eth")).isNotEqualTo(keys("eth"));
        assertThat(keys("up \uD83D")).hasSize(1);
    }

    private static List<Long> keys(String text) {
        List<Long> keys = new ArrayList<>();
        WordVectors.read(Words.of(text), 100, keys::add);
        return keys;
    }

    private static double cosine(String first, String second) {
        return dot(place(first), place(second));
    }

    private static double dot(double[] first, double[] second) {
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += first[i] * second[i];
        }
        return sum;
    }

    private static double[] place(String text) {
        double[] place = new double[SHIPPED.width()];
        SHIPPED.place(
                ReadPost.of(new Post(Post.Source.TWEET, "1", Instant.EPOCH, null, null, null, null, text, null, null)),
                1,
                place,
                0);
        return place;
    }
}
