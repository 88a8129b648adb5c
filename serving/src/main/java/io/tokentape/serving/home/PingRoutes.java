package io.tokentape.serving.home;

import io.javalin.config.RoutesConfig;
import io.tokentape.serving.http.Routes;

/** Answers without asking anyone. */
public final class PingRoutes implements Routes {
    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/ping", context -> context.contentType("text/plain").result("pong"));
    }
}
