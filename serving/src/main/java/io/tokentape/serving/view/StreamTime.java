package io.tokentape.serving.view;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The highest timestamp of intelligence that this instance has seen. Safe for use by many threads. */
public final class StreamTime {
    private static final long NONE = Long.MIN_VALUE;

    private final AtomicLong highest = new AtomicLong(NONE);

    public void seen(long timestamp) {
        if (timestamp > highest.get()) {
            highest.accumulateAndGet(timestamp, Math::max);
        }
    }

    /** Empty = nothing seen yet. */
    public Optional<Instant> highest() {
        long millis = highest.get();
        return millis == NONE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
