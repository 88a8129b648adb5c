package io.tokentape.serving.alert;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tokentape.schemas.avro.Alert;
import io.tokentape.schemas.avro.AlertKind;
import io.tokentape.serving.alert.AlertList.Filter;
import io.tokentape.serving.alert.AlertList.Row;
import io.tokentape.serving.http.Json;
import io.tokentape.serving.http.Params;
import io.tokentape.serving.http.ProblemException;
import io.tokentape.serving.http.Routes;
import io.tokentape.serving.list.Cursor;
import io.tokentape.serving.list.Position;
import io.tokentape.serving.query.RecordDecoder;
import io.tokentape.topology.mention.TokenEntry;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code /api/v1/alerts}: newest first. */
public final class AlertRoutes implements Routes {
    public static final String PATH = "/api/v1/alerts";

    /** Of the system before. */
    private static final String OLD_PATH = "/alerts";

    private static final int LONGEST_SUBJECT = 200;

    private final AlertList list;
    private final RecordDecoder<Alert> decoder;
    private final int standardSize;
    private final int mostItems;

    /**
     * @param standardSize items of a page when the client says nothing
     * @param mostItems items of a page at most
     */
    public AlertRoutes(AlertList list, RecordDecoder<Alert> decoder, int standardSize, int mostItems) {
        this.list = list;
        this.decoder = decoder;
        this.standardSize = standardSize;
        this.mostItems = mostItems;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(PATH, this::list);
        routes.get(OLD_PATH, this::list);
    }

    private void list(Context context) {
        Params params = Params.of(context);
        Filter filter = new Filter(
                params.share("min_confidence"),
                params.oneOf("kind", AlertKind.class, AlertKind.UNKNOWN),
                params.parsed("subject", AlertRoutes::subject));
        Position position = params.parsed("cursor", Cursor::parse);
        int limit = params.number("limit", standardSize, 1, mostItems);
        params.failOnViolations();
        // One more than asked for tells whether there is a next page.
        List<Row> found = list.after(filter, Optional.ofNullable(position), limit + 1);
        List<Row> rows = found.subList(0, Math.min(limit, found.size()));
        Json.answer(context, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("items");
            for (Row row : rows) {
                item(row, json);
            }
            json.writeEndArray();
            if (found.size() > limit) {
                Row last = rows.get(limit - 1);
                json.writeStringField("next", Cursor.format(new Position(last.timestamp(), last.id())));
            } else {
                json.writeNullField("next");
            }
            json.writeEndObject();
        });
    }

    private static String subject(String text) {
        if (text.length() > LONGEST_SUBJECT || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("must be an asset, a company's id or a symbol");
        }
        return TokenEntry.normalAsset(text);
    }

    /** One row that cannot be read costs no page. */
    private void item(Row row, JsonGenerator json) throws IOException {
        Optional<Alert> alert = decoded(row);
        if (alert.isPresent()) {
            AlertJson.write(alert.get(), row.timestamp(), json);
            return;
        }
        json.writeStartObject();
        json.writeStringField("ts", Instant.ofEpochMilli(row.timestamp()).toString());
        json.writeStringField("id", row.id());
        json.writeStringField("kind", row.kind());
        json.writeStringField("subject", row.subject());
        json.writeNumberField("confidence", row.confidence());
        json.writeStringField("error", "record-undecodable");
        json.writeEndObject();
    }

    private Optional<Alert> decoded(Row row) {
        try {
            return Optional.of(decoder.decode(row.record()));
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }
}
