package io.tokentape.standalone.process;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes what a command runs when the process is told to end by a signal. The exit code is then 0: being stopped is how
 * such a command ends. Closing this closes the same because of a failure, after which the process ends by itself.
 */
public final class StopOnSignal<T extends AutoCloseable> implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StopOnSignal.class);

    /** A stop that takes longer hangs. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final CompletableFuture<T> running = new CompletableFuture<>();
    private final Thread hook = new Thread(this::stopAndLeave, "stop-on-signal");
    private volatile boolean signalled;

    private StopOnSignal() {}

    /**
     * Starts it; a signal that comes meanwhile waits for the start and then closes.
     *
     * @param start what it gives must bear being closed twice at a time
     */
    public static <T extends AutoCloseable> StopOnSignal<T> start(Supplier<T> start) {
        StopOnSignal<T> stop = new StopOnSignal<>();
        Runtime.getRuntime().addShutdownHook(stop.hook);
        try {
            stop.running.complete(start.get());
            return stop;
        } catch (RuntimeException e) {
            stop.running.completeExceptionally(e);
            stop.awaitEndIfSignalled();
            stop.removeHook();
            throw e;
        }
    }

    /** What was started. */
    public T running() {
        return running.join();
    }

    /**
     * To be called with a failure in hand: parts fail because they are being stopped, and nobody wants to read that. Does
     * not return while the process is ending by a signal.
     */
    public void awaitEndIfSignalled() {
        if (signalled) {
            try {
                hook.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        awaitEndIfSignalled();
        haltAfterLimit();
        closeRunning();
        removeHook();
    }

    private void stopAndLeave() {
        signalled = true;
        haltAfterLimit();
        closeRunning();
        Runtime.getRuntime().halt(0);
    }

    private void closeRunning() {
        try {
            running.join().close();
        } catch (CompletionException e) {
            log.debug("There is nothing to stop: it did not start", e);
        } catch (Exception e) {
            log.warn("The stop was not clean", e);
        }
    }

    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            log.debug("The process is ending already", e);
        }
    }

    private static void haltAfterLimit() {
        Thread limit = new Thread(
                () -> {
                    try {
                        Thread.sleep(LIMIT.toMillis());
                        Runtime.getRuntime().halt(1);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "stop-limit");
        limit.setDaemon(true);
        limit.start();
    }
}
