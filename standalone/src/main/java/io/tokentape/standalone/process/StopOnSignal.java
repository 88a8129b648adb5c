package io.tokentape.standalone.process;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes what a command runs when the process is told to end by a signal. The exit code is then 0: being stopped is how
 * such a command ends. Closing this closes the same because of a failure, after which the process ends by itself.
 */
public final class StopOnSignal<T extends AutoCloseable> implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StopOnSignal.class);

    /** A stop that takes longer hangs: the limits of all parts together are below this. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Consumer<T> lastResort;
    private final CompletableFuture<T> running = new CompletableFuture<>();
    private final Thread hook = new Thread(this::stopAndLeave, "stop-on-signal");
    private volatile boolean signalled;

    private StopOnSignal(Consumer<T> lastResort) {
        this.lastResort = lastResort;
    }

    /**
     * Starts it; a signal that comes meanwhile waits for the start and then closes.
     *
     * @param start what it gives must bear being closed twice at a time
     */
    public static <T extends AutoCloseable> StopOnSignal<T> start(Supplier<T> start) {
        return start(start, running -> {});
    }

    /**
     * As {@link #start(Supplier)}.
     *
     * @param lastResort ends what would outlive a process whose stop hangs
     */
    public static <T extends AutoCloseable> StopOnSignal<T> start(Supplier<T> start, Consumer<T> lastResort) {
        StopOnSignal<T> stop = new StopOnSignal<>(lastResort);
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

    private void haltAfterLimit() {
        Thread limit = new Thread(
                () -> {
                    try {
                        Thread.sleep(LIMIT.toMillis());
                        cutShort();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "stop-limit");
        limit.setDaemon(true);
        limit.start();
    }

    private void cutShort() {
        try {
            System.err.println("tokentape: the stop hangs and is cut short after " + LIMIT.toSeconds() + " s");
            log.error("The stop hangs and is cut short; all threads: {}", Stacks.all());
            if (running.isDone() && !running.isCompletedExceptionally()) {
                lastResort.accept(running.join());
            }
        } finally {
            Runtime.getRuntime().halt(1);
        }
    }
}
