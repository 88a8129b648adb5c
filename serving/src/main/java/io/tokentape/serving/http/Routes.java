package io.tokentape.serving.http;

import io.javalin.config.RoutesConfig;

/** The routes of one resource. */
public interface Routes {
    void addTo(RoutesConfig routes);
}
