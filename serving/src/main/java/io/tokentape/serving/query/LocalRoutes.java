package io.tokentape.serving.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tokentape.serving.http.Json;
import io.tokentape.serving.http.Params;
import io.tokentape.serving.http.Problem;
import io.tokentape.serving.http.Routes;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What other instances ask: reads this instance's stores only and never forwards. */
public final class LocalRoutes implements Routes {
    static final String PATH = "/local/v1/";
    static final String COPIES = "/copies";
    static final String SCAN = "/scan";
    static final int MOST_KEYS = 100;

    /** As many rows as a list may have. */
    static final int MOST_ROWS = 1_000;

    private static final int LONGEST_PREFIX = 200;

    private final LocalView view;

    public LocalRoutes(LocalView view) {
        this.view = view;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(PATH + "{table}", this::read);
        routes.get(PATH + "{table}" + COPIES, this::copies);
        routes.get(PATH + "{table}" + SCAN, this::scan);
    }

    private void read(Context context) {
        ViewTable table = table(context);
        Map<String, Stored> found = new LinkedHashMap<>();
        for (String key : keys(context)) {
            view.get(table, key).ifPresent(value -> found.put(key, value));
        }
        Json.answer(context, json -> {
            json.writeStartObject();
            items(found, json);
            json.writeEndObject();
        });
    }

    private void copies(Context context) {
        Copies copies = view.copies(table(context), keys(context));
        Json.answer(context, json -> {
            json.writeStartObject();
            Json.number(json, "ageMillis", copies.ageMillis());
            items(copies.found(), json);
            json.writeEndObject();
        });
    }

    private void scan(Context context) {
        ViewTable table = table(context);
        Params params = Params.of(context);
        String prefix = params.required("prefix", text -> {
            if (text.length() > LONGEST_PREFIX) {
                throw new IllegalArgumentException("is too long");
            }
            return text;
        });
        int limit = params.number("limit", MOST_ROWS, 1, MOST_ROWS);
        params.failOnViolations();
        List<Stored> rows = view.scan(table, prefix, limit);
        Json.answer(context, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("items");
            for (Stored row : rows) {
                json.writeStartObject();
                stored(row, json);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static ViewTable table(Context context) {
        return ViewTable.findByPath(context.pathParam("table"))
                .orElseThrow(() -> Problem.notFound("no-such-table", "there is no such table")
                        .asException());
    }

    private static List<String> keys(Context context) {
        Params params = Params.of(context);
        List<String> keys = params.all("key", MOST_KEYS);
        params.failOnViolations();
        return keys;
    }

    private static void items(Map<String, Stored> found, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("items");
        for (Map.Entry<String, Stored> item : found.entrySet()) {
            json.writeStartObject();
            json.writeStringField("key", item.getKey());
            stored(item.getValue(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void stored(Stored stored, JsonGenerator json) throws IOException {
        json.writeNumberField("timestamp", stored.timestamp());
        json.writeBinaryField("value", stored.value());
    }
}
