package io.tokentape.connectors.alerts;

import java.time.Duration;
import java.util.Optional;

/** The receiver cannot be told now; nothing is wrong with the alert. */
public final class OutletAwayException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    public OutletAwayException(String message, Throwable cause) {
        this(message, null, cause);
    }

    /** @param retryAfter what the receiver asks for; null = nothing */
    public OutletAwayException(String message, Duration retryAfter, Throwable cause) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
