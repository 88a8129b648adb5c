package io.tokentape.standalone.up;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restarts a connector of which something has failed: Connect itself leaves it as it is. A bounded number of times, with
 * pauses that grow; one that has then run for long begins anew. For one thread, but for what says otherwise.
 */
final class ConnectorWatch {
    static final int RESTARTS = 6;
    static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    static final Duration FORGIVEN_AFTER = Duration.ofMinutes(10);

    private static final Logger log = LoggerFactory.getLogger(ConnectorWatch.class);

    private final String name;
    private final Supplier<Optional<String>> failure;
    private final Runnable restart;
    private final LongSupplier nanoTime;

    private int restarts;
    private volatile boolean givenUp;
    private long lastRestart;

    /**
     * @param failure why a part of the connector has failed; empty = none has
     * @param nanoTime a clock such as {@link System#nanoTime}
     */
    ConnectorWatch(String name, Supplier<Optional<String>> failure, Runnable restart, LongSupplier nanoTime) {
        this.name = name;
        this.failure = failure;
        this.restart = restart;
        this.nanoTime = nanoTime;
    }

    String name() {
        return name;
    }

    /** Whether it has failed too often and is left as it is. Safe for use by many threads. */
    boolean givenUp() {
        return givenUp;
    }

    /** To be called again and again. */
    void look() {
        long sinceRestart = nanoTime.getAsLong() - lastRestart;
        if (restarts > 0 && sinceRestart < FIRST_PAUSE.toNanos() << (restarts - 1)) {
            return;
        }
        Optional<String> reason = failure.get();
        if (reason.isEmpty()) {
            if (restarts > 0 && sinceRestart >= FORGIVEN_AFTER.toNanos()) {
                restarts = 0;
                givenUp = false;
            }
            return;
        }
        if (restarts == RESTARTS) {
            if (!givenUp) {
                givenUp = true;
                log.error("Connector {} has failed again and stays so until the next start: {}", name, reason.get());
            }
            return;
        }
        restarts++;
        lastRestart = nanoTime.getAsLong();
        log.warn("Connector {} has failed and is restarted ({} of {}): {}", name, restarts, RESTARTS, reason.get());
        restart.run();
    }
}
