package io.tokentape.standalone.up;

import io.tokentape.standalone.CommandException;
import io.tokentape.standalone.ErrorText;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something that is starting, has started or has failed to, and is closed in each of these cases. */
final class Part<T extends AutoCloseable> {
    private static final Logger log = LoggerFactory.getLogger(Part.class);

    private final String name;
    private final CompletableFuture<T> started;

    Part(String name, CompletableFuture<T> started) {
        this.name = name;
        this.started = started.exceptionally(failure -> {
            throw named(name, failure);
        });
    }

    CompletableFuture<T> started() {
        return started;
    }

    /** The part, waited for. */
    T get() {
        return started.join();
    }

    /**
     * Closes it. A start cannot be called back: whoever closes meanwhile waits for it.
     *
     * @param deadline how long, by {@link System#nanoTime}
     */
    void close(long deadline) {
        T part;
        try {
            part = started.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | CancellationException e) {
            return;
        } catch (TimeoutException e) {
            log.warn("{} is still starting and is left behind", name);
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            part.close();
            log.info("{} has stopped", name);
        } catch (Exception e) {
            log.warn("{} did not stop cleanly", name, e);
        }
    }

    private static CompletionException named(String name, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof CommandException || cause instanceof CancellationException
                ? new CompletionException(cause)
                : new CompletionException(
                        new CommandException(name + " does not start: " + ErrorText.of(cause), cause));
    }
}
