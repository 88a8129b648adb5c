package io.tokentape.serving.query;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tokentape.serving.http.Json;
import io.tokentape.serving.http.Params;
import io.tokentape.serving.http.Problem;
import io.tokentape.serving.http.Routes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What other instances ask: reads this instance's stores only and never forwards. */
public final class LocalRoutes implements Routes {
    static final String PATH = "/local/v1/";
    static final int MOST_KEYS = 100;

    private final LocalView view;

    public LocalRoutes(LocalView view) {
        this.view = view;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(PATH + "{table}", this::read);
    }

    private void read(Context context) {
        ViewTable table = ViewTable.findByPath(context.pathParam("table"))
                .orElseThrow(() -> Problem.notFound("no-such-table", "there is no such table")
                        .asException());
        Params params = Params.of(context);
        List<String> keys = params.all("key", MOST_KEYS);
        params.failOnViolations();
        Map<String, Stored> found = new LinkedHashMap<>();
        for (String key : keys) {
            Optional<Stored> stored = view.get(table, key);
            stored.ifPresent(value -> found.put(key, value));
        }
        Json.answer(context, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("items");
            for (Map.Entry<String, Stored> item : found.entrySet()) {
                json.writeStartObject();
                json.writeStringField("key", item.getKey());
                json.writeNumberField("timestamp", item.getValue().timestamp());
                json.writeBinaryField("value", item.getValue().value());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
