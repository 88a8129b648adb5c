package io.tokentape.connectors.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(10, 50);

    @Test
    void waitsTwiceAsLongEachTimeUpToALimit() {
        assertThat(Stream.generate(() -> backoff.failed(Optional.empty())).limit(5))
                .containsExactly(10L, 20L, 40L, 50L, 50L);
    }

    @Test
    void beginsAnewAfterASuccess() {
        backoff.failed(Optional.empty());
        backoff.succeeded();

        assertThat(backoff.failed(Optional.empty())).isEqualTo(10);
    }

    @Test
    void waitsAsLongAsTheReceiverAsksWithinReason() {
        assertThat(backoff.failed(Optional.of(Duration.ofSeconds(3)))).isEqualTo(3000);
        assertThat(backoff.failed(Optional.of(Duration.ZERO))).isEqualTo(20);
        assertThat(backoff.failed(Optional.of(Duration.ofDays(9))))
                .isEqualTo(Duration.ofHours(1).toMillis());
    }
}
