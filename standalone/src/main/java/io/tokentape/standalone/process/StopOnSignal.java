package io.tokentape.standalone.process;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes what a command runs when the process is told to end by a signal. The exit code is then 0: being stopped is how
 * such a command ends. Closing this closes the same because of a failure, after which the process ends by itself.
 */
public final class StopOnSignal implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StopOnSignal.class);

    /** A stop that takes longer hangs. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final AutoCloseable running;
    private final Thread hook;
    private volatile boolean signalled;

    private StopOnSignal(AutoCloseable running) {
        this.running = running;
        this.hook = new Thread(this::stopAndLeave, "stop-on-signal");
    }

    /** @param running closed once; its closing must bear being called twice at a time */
    public static StopOnSignal of(AutoCloseable running) {
        StopOnSignal stop = new StopOnSignal(running);
        Runtime.getRuntime().addShutdownHook(stop.hook);
        return stop;
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
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            log.debug("The process is ending already", e);
        }
    }

    private void stopAndLeave() {
        signalled = true;
        haltAfterLimit();
        closeRunning();
        Runtime.getRuntime().halt(0);
    }

    private void closeRunning() {
        try {
            running.close();
        } catch (Exception e) {
            log.warn("The stop was not clean", e);
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
