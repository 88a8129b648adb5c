package io.tokentape.serving.token;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.JoinedAsset;
import io.tokentape.serving.http.Json;
import io.tokentape.serving.http.Params;
import io.tokentape.serving.http.Problem;
import io.tokentape.serving.http.ProblemException;
import io.tokentape.serving.http.Routes;
import io.tokentape.serving.intelligence.IntelligenceRoutes;
import io.tokentape.serving.query.Answer;
import io.tokentape.serving.query.RecordDecoder;
import io.tokentape.serving.query.ViewQuery;
import io.tokentape.serving.query.ViewTable;
import io.tokentape.serving.token.TokenReader.TokenInfo;
import io.tokentape.topology.mention.TokenEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Latest token data: of one asset, and of the assets of a list of intelligence ids. */
public final class TokenRoutes implements Routes {
    private static final int MOST_IDS = 100;

    private final TokenReader tokens;
    private final ViewQuery view;
    private final RecordDecoder<Intelligence> decoder;

    public TokenRoutes(TokenReader tokens, ViewQuery view, RecordDecoder<Intelligence> decoder) {
        this.tokens = tokens;
        this.view = view;
        this.decoder = decoder;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(IntelligenceRoutes.PATH + "/token/info", this::info);
        routes.get(IntelligenceRoutes.PATH + "/entities", this::entities);
    }

    private void info(Context context) {
        Params params = Params.of(context);
        String network = params.required("network", TokenRoutes::network);
        String address = params.required("address", TokenRoutes::address);
        params.failOnViolations();
        String asset = TokenEntry.normalAsset(network + ":" + address);
        TokenInfo info = tokens.read(List.of(asset)).get(asset);
        if (info.failure() != null) {
            throw info.failure().asException();
        }
        if (info.unknown()) {
            throw Problem.notFound("no-such-token", "nothing is known of this asset")
                    .asException();
        }
        Json.answer(context, json -> {
            json.writeStartObject();
            TokenReader.write(info, json);
            json.writeEndObject();
        });
    }

    private static String network(String text) {
        if (!text.matches("[A-Za-z0-9_-]{1,40}")) {
            throw new IllegalArgumentException("must be the id of a chain, such as ethereum");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private static String address(String text) {
        if (!text.matches("[A-Za-z0-9:._-]{1,128}")) {
            throw new IllegalArgumentException("must be an address on the chain, or native");
        }
        return text.equalsIgnoreCase("native") ? "native" : text;
    }

    /** Two reads for any number of ids: the posts, then the assets of all of them. */
    private void entities(Context context) {
        Params params = Params.of(context);
        List<String> ids = ids(params);
        params.failOnViolations();
        List<String> wellFormed = ids.stream()
                .filter(id -> IntelligenceRoutes.ID.matcher(id).matches())
                .toList();
        Map<String, Answer> posts = view.findAll(ViewTable.INTELLIGENCE, wellFormed);
        Map<String, List<String>> assets = new LinkedHashMap<>();
        Map<String, Problem> failures = new LinkedHashMap<>();
        for (String id : ids) {
            try {
                assets.put(id, assetsOf(posts.getOrDefault(id, Answer.ABSENT)));
            } catch (ProblemException e) {
                failures.put(id, e.problem());
            }
        }
        Set<String> wanted = new LinkedHashSet<>();
        assets.values().forEach(wanted::addAll);
        Map<String, TokenInfo> infos = tokens.read(new ArrayList<>(wanted));
        Json.answer(context, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("items");
            for (String id : ids) {
                json.writeStartObject();
                json.writeStringField("id", id);
                if (failures.containsKey(id)) {
                    error(failures.get(id), json);
                } else {
                    assets(assets.get(id), infos, json);
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static List<String> ids(Params params) {
        String text = params.has("ids") ? params.text("ids") : params.text("intelligence_ids");
        List<String> ids = text == null
                ? List.of()
                : Arrays.stream(text.split(","))
                        .map(id -> id.strip().toLowerCase(Locale.ROOT))
                        .filter(id -> !id.isEmpty())
                        .distinct()
                        .toList();
        if (ids.isEmpty() || ids.size() > MOST_IDS) {
            params.violation("ids", "must be 1 to " + MOST_IDS + " intelligence ids, separated by commas");
        }
        return ids;
    }

    private List<String> assetsOf(Answer answer) {
        if (answer.failure() != null) {
            throw answer.failure().asException();
        }
        if (answer.stored() == null) {
            throw IntelligenceRoutes.absent(answer).asException();
        }
        Intelligence post = decoder.decode(answer.stored().value());
        return post.getAssets().stream().map(JoinedAsset::getAsset).distinct().toList();
    }

    private static void assets(List<String> assets, Map<String, TokenInfo> infos, JsonGenerator json)
            throws IOException {
        json.writeArrayFieldStart("assets");
        for (String asset : assets) {
            TokenInfo info = infos.get(asset);
            json.writeStartObject();
            TokenReader.write(info, json);
            if (info.failure() != null) {
                error(info.failure(), json);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void error(Problem problem, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("error");
        json.writeNumberField("status", problem.status());
        json.writeStringField("code", problem.code());
        json.writeStringField("detail", problem.detail());
        json.writeEndObject();
    }
}
