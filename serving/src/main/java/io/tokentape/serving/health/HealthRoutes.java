package io.tokentape.serving.health;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tokentape.serving.health.HealthChecks.Check;
import io.tokentape.serving.health.HealthChecks.Report;
import io.tokentape.serving.http.Json;
import io.tokentape.serving.http.Routes;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** {@code /health} and its two short forms: the process lives, the view can be read. */
public final class HealthRoutes implements Routes {
    private static final int MILLIS_PRECISION = 1_000_000;

    private final HealthChecks checks;
    private final BooleanSupplier ready;
    private final Supplier<String> viewState;

    public HealthRoutes(HealthChecks checks, BooleanSupplier ready, Supplier<String> viewState) {
        this.checks = checks;
        this.ready = ready;
        this.viewState = viewState;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/health", this::health);
        routes.get(
                "/health/live",
                context -> context.header("Cache-Control", "no-store")
                        .contentType(Json.CONTENT_TYPE)
                        .result("{\"status\":\"live\"}"));
        routes.get("/health/ready", this::ready);
    }

    private void health(Context context) {
        Report report = checks.report();
        context.header("Cache-Control", "no-store").status(report.status() == Report.Status.HEALTHY ? 200 : 503);
        Json.answer(context, json -> {
            json.writeStartObject();
            json.writeStringField("status", report.status().name().toLowerCase(Locale.ROOT));
            json.writeObjectFieldStart("services");
            for (Map.Entry<String, Check> service : report.services().entrySet()) {
                Check check = service.getValue();
                json.writeObjectFieldStart(service.getKey());
                json.writeStringField("status", check.healthy() ? "healthy" : "unhealthy");
                json.writeNumberField(
                        "response_time",
                        (double) Math.round(check.responseTime() * MILLIS_PRECISION) / MILLIS_PRECISION);
                if (check.error() != null) {
                    json.writeStringField("error", check.error());
                }
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private void ready(Context context) {
        boolean now = ready.getAsBoolean();
        context.header("Cache-Control", "no-store").status(now ? 200 : 503);
        if (!now) {
            context.header("Retry-After", "2");
        }
        Json.answer(context, json -> {
            json.writeStartObject();
            json.writeStringField("status", now ? "ready" : "starting");
            json.writeStringField("view", viewState.get());
            json.writeEndObject();
        });
    }
}
