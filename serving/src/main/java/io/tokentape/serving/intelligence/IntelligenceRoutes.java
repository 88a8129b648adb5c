package io.tokentape.serving.intelligence;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tokentape.schemas.avro.EventType;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.serving.http.Json;
import io.tokentape.serving.http.Params;
import io.tokentape.serving.http.Problem;
import io.tokentape.serving.http.ProblemException;
import io.tokentape.serving.http.Routes;
import io.tokentape.serving.intelligence.IntelligenceList.Filter;
import io.tokentape.serving.intelligence.IntelligenceList.Page;
import io.tokentape.serving.intelligence.IntelligenceList.Row;
import io.tokentape.serving.list.Cursor;
import io.tokentape.serving.list.Position;
import io.tokentape.serving.query.Answer;
import io.tokentape.serving.query.RecordDecoder;
import io.tokentape.serving.query.Stored;
import io.tokentape.serving.query.ViewQuery;
import io.tokentape.serving.query.ViewTable;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code /api/v1/intelligence/}: lists from the projection, single items from the view. */
public final class IntelligenceRoutes implements Routes {
    public static final String PATH = "/api/v1/intelligence";

    /** What an id looks like. */
    public static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

    private static final int RETRY_AFTER_SECONDS = 2;
    private static final int MOST_PAGES = 10_000_000;

    private final IntelligenceList list;
    private final ViewQuery view;
    private final RecordDecoder<Intelligence> decoder;
    private final Sizes sizes;

    /** What a page may be: the number of the first, and how many items one has. */
    public record Sizes(int firstPage, int standard, int least, int most) {}

    public IntelligenceRoutes(IntelligenceList list, ViewQuery view, RecordDecoder<Intelligence> decoder, Sizes sizes) {
        this.list = list;
        this.view = view;
        this.decoder = decoder;
        this.sizes = sizes;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        // Javalin takes the path with and without the slash at its end.
        routes.get(PATH, this::list);
        routes.get(PATH + "/{id}", this::item);
    }

    private void list(Context context) {
        Params params = Params.of(context);
        Filter filter = new Filter(
                params.flag("is_valuable"),
                params.oneOf("type", PostSource.class, PostSource.UNKNOWN),
                params.oneOf("subtype", EventType.class, EventType.UNKNOWN));
        if (params.has("cursor") || params.has("limit")) {
            after(context, params, filter);
        } else {
            page(context, params, filter);
        }
    }

    private void page(Context context, Params params, Filter filter) {
        int page = params.number("page", sizes.firstPage(), sizes.firstPage(), MOST_PAGES);
        int size = params.number("size", sizes.standard(), sizes.least(), sizes.most());
        params.failOnViolations();
        Page found = list.page(filter, (long) (page - sizes.firstPage()) * size, size);
        Json.answer(context, json -> {
            json.writeStartObject();
            items(found.rows(), json);
            json.writeNumberField("page", page);
            json.writeNumberField("size", size);
            json.writeNumberField("total", found.total());
            json.writeEndObject();
        });
    }

    private void after(Context context, Params params, Filter filter) {
        Position position = params.parsed("cursor", Cursor::parse);
        int limit = params.number("limit", sizes.standard(), sizes.least(), sizes.most());
        params.failOnViolations();
        // One more than asked for tells whether there is a next page.
        List<Row> found = list.after(filter, Optional.ofNullable(position), limit + 1);
        List<Row> rows = found.subList(0, Math.min(limit, found.size()));
        Json.answer(context, json -> {
            json.writeStartObject();
            items(rows, json);
            if (found.size() > limit) {
                Row last = rows.get(limit - 1);
                json.writeStringField("next", Cursor.format(new Position(last.timestamp(), last.id())));
            } else {
                json.writeNullField("next");
            }
            json.writeEndObject();
        });
    }

    private void items(List<Row> rows, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("items");
        for (Row row : rows) {
            Optional<Intelligence> post = decoded(row);
            if (post.isPresent()) {
                IntelligenceJson.write(post.get(), row.timestamp(), json);
            } else {
                columnsOnly(row, json);
            }
        }
        json.writeEndArray();
    }

    private Optional<Intelligence> decoded(Row row) {
        try {
            return Optional.of(decoder.decode(row.record()));
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }

    /** One row that cannot be read costs no page. */
    private static void columnsOnly(Row row, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", row.id());
        json.writeStringField("ts", Instant.ofEpochMilli(row.timestamp()).toString());
        json.writeStringField("type", row.type());
        json.writeStringField("subtype", row.subtype());
        json.writeStringField("error", "record-undecodable");
        json.writeEndObject();
    }

    private void item(Context context) {
        String id = context.pathParam("id").toLowerCase(Locale.ROOT);
        Answer answer = ID.matcher(id).matches() ? view.find(ViewTable.INTELLIGENCE, id) : Answer.ABSENT;
        Stored stored = answer.stored();
        if (stored == null) {
            throw absent(answer).asException();
        }
        Intelligence post = decoder.decode(stored.value());
        byte[] body = Json.bytes(json -> IntelligenceJson.write(post, stored.timestamp(), json));
        String etag = '"' + digest(body) + '"';
        context.header("ETag", etag).header("Cache-Control", "no-cache");
        if (matches(context.header("If-None-Match"), etag)) {
            context.status(304);
        } else {
            context.contentType(Json.CONTENT_TYPE).result(body);
        }
    }

    /**
     * Why an answer has no item. An item never changes, so a copy is as good as the original, but it may lack the newest.
     *
     * @param answer without a failure
     */
    public static Problem absent(Answer answer) {
        return answer.copy() == null
                ? Problem.notFound("no-such-intelligence", "there is no intelligence with this id")
                : Problem.unavailable(
                        "view-restoring",
                        "the instance that owns the id is away, and the copy of it has no such item",
                        RETRY_AFTER_SECONDS);
    }

    /** Weak comparison, as If-None-Match wants it. */
    private static boolean matches(String condition, String etag) {
        return condition != null
                && Arrays.stream(condition.split(","))
                        .map(String::strip)
                        .anyMatch(one -> one.equals("*") || one.equals(etag) || one.equals("W/" + etag));
    }

    private static String digest(byte[] body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
