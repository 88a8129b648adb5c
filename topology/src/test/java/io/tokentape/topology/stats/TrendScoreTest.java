package io.tokentape.topology.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tokentape.topology.stats.TrendScore.Reason;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrendScoreTest {
    @Test
    void isTheSumOfItsReasons() {
        TrendScore score = TrendScore.of(2.5, 4, 3, 1, 1);

        assertThat(score.reasons())
                .extracting(Reason::name)
                .containsExactly("velocity", "stories", "distinct_sources", "valuable_share", "copies");
        assertThat(score.reasons())
                .extracting(Reason::points)
                .usingElementComparator((one, other) -> Math.abs(one - other) < 1e-9 ? 0 : Double.compare(one, other))
                .containsExactly(10.0, 8.0, 4.0, 10.0 / 3, -5.0);
        assertThat(score.points()).isCloseTo(17 + 10.0 / 3, within(1e-9));
    }

    @Test
    void leavesOutWhatIsNotKnownOrWorthNothing() {
        assertThat(TrendScore.of(null, 1, 1, 1, 0).reasons())
                .extracting(Reason::name)
                .containsExactly("distinct_sources", "stories");
        assertThat(TrendScore.of(-3.0, 1, 1, 1, 0)).isEqualTo(TrendScore.of(null, 1, 1, 1, 0));
    }

    @Test
    void growsWithStoriesSourcesAndVelocityAndNotWithCopies() {
        Random random = new Random(5);
        for (int i = 0; i < 1_000; i++) {
            long stories = 1 + random.nextInt(50);
            long mentions = stories + random.nextInt(50);
            long sources = 1 + random.nextInt((int) mentions);
            long valuable = random.nextInt((int) stories + 1);
            double velocity = random.nextDouble() * 12;
            double points = TrendScore.of(velocity, mentions, stories, sources, valuable)
                    .points();

            assertThat(TrendScore.of(velocity + 1, mentions, stories, sources, valuable)
                            .points())
                    .isGreaterThanOrEqualTo(points);
            assertThat(TrendScore.of(velocity, mentions, stories, sources + 1, valuable)
                            .points())
                    .isGreaterThan(points);
            assertThat(TrendScore.of(velocity, mentions + 1, stories, sources, valuable)
                            .points())
                    .isLessThan(points);
        }
    }
}
