package io.tokentape.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectorWatchTest {
    private Optional<String> failure = Optional.empty();
    private int restarts;
    private long now = Long.MAX_VALUE - 1000;

    private final ConnectorWatch watch = new ConnectorWatch("sink", () -> failure, () -> restarts++, () -> now);

    @Test
    void leavesAConnectorAloneThatRuns() {
        lookFor(Duration.ofHours(1));
        assertThat(restarts).isZero();
    }

    @Test
    void restartsAtOnceAndThenWithPausesThatGrowUpToALimit() {
        failure = Optional.of("broken");
        watch.look();
        watch.look();
        assertThat(restarts).isEqualTo(1);

        lookFor(ConnectorWatch.FIRST_PAUSE.plusSeconds(1));
        assertThat(restarts).isEqualTo(2);
        lookFor(ConnectorWatch.FIRST_PAUSE);
        assertThat(restarts).isEqualTo(2);

        lookFor(Duration.ofHours(5));
        assertThat(restarts).isEqualTo(ConnectorWatch.RESTARTS);
    }

    @Test
    void beginsAnewAfterALongRun() {
        failure = Optional.of("broken");
        lookFor(Duration.ofMinutes(1));
        failure = Optional.empty();
        lookFor(ConnectorWatch.FORGIVEN_AFTER.plusSeconds(1));
        restarts = 0;

        failure = Optional.of("broken");
        lookFor(Duration.ofHours(5));
        assertThat(restarts).isEqualTo(ConnectorWatch.RESTARTS);
    }

    @Test
    void takesBackThatItGaveUpWhenTheConnectorHasRunForLong() {
        failure = Optional.of("broken");
        lookFor(Duration.ofHours(1));
        assertThat(watch.givenUp()).isTrue();

        failure = Optional.empty();
        watch.look();
        assertThat(watch.givenUp()).isFalse();
    }

    private void lookFor(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            now += Duration.ofSeconds(1).toNanos();
            watch.look();
        }
    }
}
