package io.tokentape.serving.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** Probes all dependencies at the same time; an answer is kept for a moment, so that nobody can make it costly. */
public final class HealthChecks implements AutoCloseable {
    private static final double NANOS_PER_SECOND = 1e9;

    private final List<Dependency> dependencies;
    private final Duration timeout;
    private final Duration keep;
    private final LongSupplier nanoTime;
    private final ExecutorService executor = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "serving-health");
        thread.setDaemon(true);
        return thread;
    });
    private Report last;

    public HealthChecks(List<Dependency> dependencies, Duration timeout, Duration keep, LongSupplier nanoTime) {
        this.dependencies = List.copyOf(dependencies);
        this.timeout = timeout;
        this.keep = keep;
        this.nanoTime = nanoTime;
    }

    /** @param responseTime in seconds */
    public record Check(boolean healthy, double responseTime, String error) {}

    /** @param at monotonic, nanoseconds */
    public record Report(Map<String, Check> services, long at) {
        public enum Status {
            HEALTHY,
            /** Some answers cannot be given. */
            DEGRADED,
            UNHEALTHY
        }

        Status status() {
            long healthy = services.values().stream().filter(Check::healthy).count();
            return healthy == services.size() ? Status.HEALTHY : healthy == 0 ? Status.UNHEALTHY : Status.DEGRADED;
        }
    }

    /** One caller probes, the others wait for what it finds. */
    public synchronized Report report() {
        long now = nanoTime.getAsLong();
        if (last == null || now - last.at() > keep.toNanos()) {
            last = probe();
        }
        return last;
    }

    private Report probe() {
        Map<String, CompletableFuture<Check>> running = new LinkedHashMap<>();
        dependencies.forEach(dependency -> running.put(
                dependency.name(),
                CompletableFuture.supplyAsync(() -> check(dependency), executor)
                        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                        .exceptionally(this::failed)));
        Map<String, Check> services = new LinkedHashMap<>();
        running.forEach((name, check) -> services.put(name, check.join()));
        return new Report(services, nanoTime.getAsLong());
    }

    private Check check(Dependency dependency) {
        long start = nanoTime.getAsLong();
        try {
            dependency.probe().run();
            return new Check(true, seconds(start), null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Check(false, seconds(start), "interrupted");
        } catch (Exception e) {
            return new Check(false, seconds(start), describe(e));
        }
    }

    private double seconds(long start) {
        return (nanoTime.getAsLong() - start) / NANOS_PER_SECOND;
    }

    private Check failed(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        boolean late = cause instanceof TimeoutException;
        return new Check(false, timeout.toMillis() / 1e3, late ? "no answer in time" : describe(cause));
    }

    /** The kind only: messages may name addresses and users. */
    private static String describe(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return failure instanceof NotWell
                ? failure.getMessage()
                : cause.getClass().getSimpleName();
    }

    /** A probe's own word for what is wrong; shown to whoever asks. */
    public static final class NotWell extends Exception {
        public NotWell(String message) {
            super(message, null, false, false);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
