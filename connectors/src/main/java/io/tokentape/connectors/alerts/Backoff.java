package io.tokentape.connectors.alerts;

import java.time.Duration;
import java.util.Optional;

/** How long to wait before the next attempt: twice as long each time. For one thread. */
final class Backoff {
    /** A receiver may ask for no longer. */
    private static final long LONGEST_ASKED_MILLIS = Duration.ofHours(1).toMillis();

    private final long firstMillis;
    private final long mostMillis;
    private long nextMillis;

    Backoff(long firstMillis, long mostMillis) {
        this.firstMillis = firstMillis;
        this.mostMillis = Math.max(firstMillis, mostMillis);
        this.nextMillis = firstMillis;
    }

    /** @param asked what the receiver asks for; goes over our own, if it is longer */
    long failed(Optional<Duration> asked) {
        long own = nextMillis;
        nextMillis = Math.min(mostMillis, 2 * own);
        return asked.map(wait -> Math.max(own, Math.min(LONGEST_ASKED_MILLIS, wait.toMillis())))
                .orElse(own);
    }

    void succeeded() {
        nextMillis = firstMillis;
    }
}
