package io.tokentape.topology.runtime;

import io.tokentape.schemas.wire.RegistryAwayException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a stream thread dies: replaced a few times an hour for causes that pass (a broker or the registry
 * away); for any other cause, or one too many, the application stops and tells the first cause.
 */
final class FailurePolicy implements StreamsUncaughtExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(FailurePolicy.class);
    private static final int MOST_REPLACEMENTS = 10;
    private static final Duration INTERVAL = Duration.ofHours(1);

    private final InstantSource clock;
    private final Deque<Instant> replacements = new ArrayDeque<>();
    private final AtomicReference<Throwable> fatal = new AtomicReference<>();
    private Throwable last;

    FailurePolicy(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable exception) {
        Instant now = clock.instant();
        replacements.removeIf(replacement -> replacement.isBefore(now.minus(INTERVAL)));
        if (passes(exception) && replacements.size() < MOST_REPLACEMENTS) {
            replacements.add(now);
            last = exception;
            log.warn("replacing a stream thread", exception);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        fatal.compareAndSet(null, exception);
        log.error("stopping the topology", exception);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** The application has stopped by itself, though no cause was taken for fatal: a thread could not be replaced. */
    synchronized void stoppedByItself() {
        fatal.compareAndSet(null, last == null ? new IllegalStateException("the topology stopped by itself") : last);
    }

    Optional<Throwable> fatal() {
        return Optional.ofNullable(fatal.get());
    }

    private static boolean passes(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException || cause instanceof RegistryAwayException) {
                return true;
            }
        }
        return false;
    }
}
