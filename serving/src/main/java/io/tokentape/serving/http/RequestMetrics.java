package io.tokentape.serving.http;

import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Times requests by route template, method and status class; all three are closed sets. */
final class RequestMetrics {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final double NANOS_PER_MILLI = 1e6;

    private record Key(String method, String route, int statusClass) {}

    private final MeterRegistry meters;
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

    RequestMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void record(Context context, float millis) {
        Endpoint endpoint = context.endpoints().lastHttpEndpoint();
        String method = context.method().name();
        Key key = new Key(
                METHODS.contains(method) ? method : "other",
                endpoint == null || context.statusCode() == 405 ? "none" : endpoint.path,
                context.statusCode() / 100);
        timers.computeIfAbsent(key, this::timer).record(Duration.ofNanos((long) (millis * NANOS_PER_MILLI)));
    }

    private Timer timer(Key key) {
        return Timer.builder("serving.http.requests")
                .description("Time to answer a request")
                .tag("method", key.method())
                .tag("route", key.route())
                .tag("status", key.statusClass() + "xx")
                .publishPercentileHistogram(false)
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(5),
                        Duration.ofMillis(25),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(2))
                .register(meters);
    }
}
