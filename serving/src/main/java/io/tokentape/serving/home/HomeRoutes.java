package io.tokentape.serving.home;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tokentape.serving.http.Json;
import io.tokentape.serving.http.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /}: who we are as JSON, or the page when the client is a browser. */
public final class HomeRoutes implements Routes {
    /** The page loads nothing from elsewhere and runs no script but its own. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final String version;
    private final Supplier<Optional<Instant>> streamTime;
    private final Supplier<Optional<String>> topologyVersion;
    private final Clock clock;

    /**
     * @param version of serving
     * @param topologyVersion of the topology that made the newest record
     */
    public HomeRoutes(
            String version,
            Supplier<Optional<Instant>> streamTime,
            Supplier<Optional<String>> topologyVersion,
            Clock clock) {
        this.version = version;
        this.streamTime = streamTime;
        this.topologyVersion = topologyVersion;
        this.clock = clock;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        byte[] page = resource("index.html");
        routes.get("/", context -> {
            context.header("Vary", "Accept");
            if (wantsPage(context.header("Accept"))) {
                page(context, page);
            } else {
                about(context);
            }
        });
        routes.get("/index.html", context -> page(context, page));
        file(routes, "page.js", "text/javascript; charset=utf-8");
        file(routes, "panels.js", "text/javascript; charset=utf-8");
        file(routes, "page.css", "text/css; charset=utf-8");
        file(routes, "icon.svg", "image/svg+xml");
    }

    /** A browser names text/html; everyone else is a program. */
    private static boolean wantsPage(String accept) {
        return accept != null && accept.contains("text/html");
    }

    private static void page(Context context, byte[] page) {
        context.header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .header("Referrer-Policy", "no-referrer")
                .header("Cache-Control", "no-cache")
                .contentType("text/html; charset=utf-8")
                .result(page);
    }

    private static void file(RoutesConfig routes, String name, String type) {
        byte[] content = resource(name);
        routes.get(
                "/" + name,
                context -> context.header("Cache-Control", "no-cache")
                        .contentType(type)
                        .result(content));
    }

    private void about(Context context) {
        Json.answer(context, json -> {
            json.writeStartObject();
            json.writeStringField("name", "tokentape");
            json.writeStringField("time", clock.instant().toString());
            json.writeStringField("ip", context.ip());
            json.writeStringField("version", version);
            Json.text(json, "topologyVersion", topologyVersion.get().orElse(null));
            Json.text(
                    json, "streamTime", streamTime.get().map(Instant::toString).orElse(null));
            json.writeEndObject();
        });
    }

    private static byte[] resource(String name) {
        try (InputStream stream = HomeRoutes.class.getResourceAsStream("/page/" + name)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
