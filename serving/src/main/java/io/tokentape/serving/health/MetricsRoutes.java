package io.tokentape.serving.health;

import io.javalin.config.RoutesConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tokentape.serving.http.Routes;

/** {@code /metrics} as Prometheus reads it. */
public final class MetricsRoutes implements Routes {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final PrometheusMeterRegistry meters;

    public MetricsRoutes(PrometheusMeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/metrics", context -> {
            String accept = context.header("Accept");
            String type = accept != null && accept.contains("application/openmetrics-text") ? OPEN_METRICS : TEXT;
            context.contentType(type).result(meters.scrape(type));
        });
    }
}
