package io.tokentape.serving.stats;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tokentape.schemas.avro.TokenStats;
import io.tokentape.serving.http.Json;
import io.tokentape.serving.http.Params;
import io.tokentape.serving.http.Problem;
import io.tokentape.serving.http.Routes;
import io.tokentape.serving.query.Answer;
import io.tokentape.serving.query.RecordDecoder;
import io.tokentape.serving.query.ViewQuery;
import io.tokentape.serving.stats.TokenStatsReader.Latest;
import io.tokentape.serving.stats.TokenStatsReader.Row;
import io.tokentape.serving.stats.TokenStatsReader.Trending;
import io.tokentape.topology.mention.TokenEntry;
import io.tokentape.topology.mention.TokenRegistry;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** {@code /api/v1/tokens/}: what is said about tokens, in numbers. */
public final class TokenStatsRoutes implements Routes {
    public static final String PATH = "/api/v1/tokens";

    private static final int STANDARD_SIZE = 20;
    private static final int MOST_ITEMS = 100;
    private static final int LONGEST_NAME = 200;

    private final TokenStatsReader reader;
    private final TokenRegistry registry;
    private final InstantSource clock;

    /** @param clock the edge's own: names and ages are as of now */
    public TokenStatsRoutes(
            ViewQuery view, RecordDecoder<TokenStats> decoder, TokenRegistry registry, InstantSource clock) {
        this.reader = new TokenStatsReader(view, decoder);
        this.registry = registry;
        this.clock = clock;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(PATH + "/trending", this::trending);
        routes.get(PATH + "/{asset}/stats", this::stats);
    }

    private void trending(Context context) {
        Params params = Params.of(context);
        StatsWindow asked = params.parsed("window", StatsWindow::parse);
        StatsWindow window = asked == null ? StatsWindow.ONE_HOUR : asked;
        int limit = params.number("limit", STANDARD_SIZE, 1, MOST_ITEMS);
        params.failOnViolations();
        Trending found = reader.trending(window, limit);
        Instant now = clock.instant();
        Json.answer(context, json -> {
            json.writeStartObject();
            json.writeStringField("window", window.text());
            Row first = found.rows().isEmpty() ? null : found.rows().get(0);
            Json.text(json, "windowEnd", first == null ? null : end(first).toString());
            Json.number(json, "age_ms", first == null ? null : (Long) age(first, now));
            json.writeArrayFieldStart("items");
            for (Row row : found.rows()) {
                json.writeStartObject();
                TokenStatsJson.names(
                        registry.byAsset(row.stats().getAsset(), now).orElse(null), json);
                TokenStatsJson.fields(row.stats(), row.timestamp(), json);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("failed");
            for (String address : found.failed()) {
                json.writeString(address);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private void stats(Context context) {
        Instant now = clock.instant();
        String asked = context.pathParam("asset").strip();
        String asset = asset(asked, now).orElseThrow(TokenStatsRoutes::unknown);
        Optional<TokenEntry> entry = registry.byAsset(asset, now);
        Map<StatsWindow, Latest> latest = reader.latest(asset);
        if (entry.isEmpty() && latest.values().stream().allMatch(one -> one.row() == null)) {
            throw unknown();
        }
        Json.answer(context, json -> {
            json.writeStartObject();
            json.writeStringField("asset", asset);
            Json.text(json, "token", entry.map(TokenEntry::id).orElse(null));
            TokenStatsJson.names(entry.orElse(null), json);
            json.writeObjectFieldStart("windows");
            for (Map.Entry<StatsWindow, Latest> window : latest.entrySet()) {
                Json.object(json, window.getKey().text(), window.getValue().row(), (row, out) -> row(row, now, out));
            }
            json.writeEndObject();
            // Of one asset, so all of it comes from one place.
            Answer.Copy copy = latest.values().stream()
                    .map(Latest::copy)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
            Json.copy(copy != null, copy == null ? null : copy.ageMillis(), json);
            json.writeEndObject();
        });
    }

    private static void row(Row row, Instant now, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("age_ms", age(row, now));
        TokenStatsJson.fields(row.stats(), row.timestamp(), json);
        json.writeEndObject();
    }

    /** An asset, a token's slug, or the symbol of the token that is best known by it. */
    private Optional<String> asset(String text, Instant now) {
        if (text.isEmpty() || text.length() > LONGEST_NAME) {
            return Optional.empty();
        }
        if (text.indexOf(':') > 0) {
            return Optional.of(TokenEntry.normalAsset(text));
        }
        return registry.byId(text.toLowerCase(Locale.ROOT), now)
                .or(() -> registry.bestBySymbol(text.toUpperCase(Locale.ROOT), now))
                .map(TokenEntry::primary);
    }

    private static RuntimeException unknown() {
        return Problem.notFound("no-such-token", "nothing is known of this token")
                .asException();
    }

    private static Instant end(Row row) {
        return Instant.ofEpochMilli(row.stats().getWindowEnd());
    }

    private static long age(Row row, Instant now) {
        return now.toEpochMilli() - row.stats().getWindowEnd();
    }
}
