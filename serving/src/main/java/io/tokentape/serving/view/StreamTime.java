package io.tokentape.serving.view;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The newest intelligence by timestamp that this instance has seen. Safe for use by many threads. */
public final class StreamTime {
    private final AtomicReference<Seen> newest = new AtomicReference<>();

    /** @param value null = a delete */
    private record Seen(long timestamp, byte[] value) {}

    /** @param value as the topic has it; null = a delete */
    public void seen(long timestamp, byte[] value) {
        newest.accumulateAndGet(
                new Seen(timestamp, value),
                (before, now) -> before == null || now.timestamp() > before.timestamp() ? now : before);
    }

    /** Empty = nothing seen yet. */
    public Optional<Instant> highest() {
        return Optional.ofNullable(newest.get()).map(seen -> Instant.ofEpochMilli(seen.timestamp()));
    }

    /** The value that came with it, as the topic has it. */
    public Optional<byte[]> newestValue() {
        return Optional.ofNullable(newest.get()).map(Seen::value);
    }
}
