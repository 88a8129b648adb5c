package io.tokentape.serving.intelligence;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tokentape.schemas.avro.CanonicalPrice;
import io.tokentape.schemas.avro.JoinedAsset;
import io.tokentape.schemas.avro.Safety;
import io.tokentape.schemas.avro.SafetyReason;
import io.tokentape.schemas.avro.StateField;
import io.tokentape.schemas.avro.StateOrigin;
import io.tokentape.schemas.avro.Story;
import io.tokentape.serving.http.Json;
import io.tokentape.serving.token.TokenStateJson;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** An asset of a post with its state as JSON: facts by the names of their fields, whose they are, and how old. */
final class JoinedAssetJson {
    private JoinedAssetJson() {}

    /** @param timestamp of the post, epoch milliseconds */
    static void write(JoinedAsset asset, long timestamp, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("asset", asset.getAsset());
        Json.object(json, "state", asset.getState(), TokenStateJson::write);
        Long stateAt = asset.getStateAt();
        Json.text(json, "stateAt", stateAt == null ? null : time(stateAt));
        Json.number(json, "ageMs", stateAt == null ? null : (Long) (timestamp - stateAt));
        Json.text(json, "reason", asset.getReason());
        json.writeArrayFieldStart("origins");
        for (StateOrigin origin : asset.getOrigins()) {
            origin(origin, json);
        }
        json.writeEndArray();
        Json.object(json, "price", asset.getPrice(), JoinedAssetJson::price);
        Json.object(json, "safety", asset.getSafety(), JoinedAssetJson::safety);
        Json.number(json, "confidence", (Double) asset.getConfidence());
        json.writeArrayFieldStart("doubts");
        for (String doubt : asset.getDoubts()) {
            json.writeString(doubt);
        }
        json.writeEndArray();
        Json.object(json, "story", asset.getStory(), JoinedAssetJson::story);
        json.writeEndObject();
    }

    private static void origin(StateOrigin origin, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("provider", origin.getProvider());
        Json.text(json, "pool", origin.getPool());
        json.writeStringField("observedAt", time(origin.getObservedAt()));
        json.writeStringField("learnedAt", time(origin.getLearnedAt()));
        json.writeNumberField("ageMs", origin.getAgeMillis());
        fields("fields", origin.getFields(), json);
        fields("stale", origin.getStale(), json);
        json.writeEndObject();
    }

    private static void fields(String name, List<StateField> fields, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        for (StateField field : fields) {
            json.writeString(TokenStateJson.fieldName(field));
        }
        json.writeEndArray();
    }

    private static void price(CanonicalPrice price, JsonGenerator json) throws IOException {
        json.writeStartObject();
        Json.number(json, "usd", (Double) price.getUsd());
        json.writeNumberField("pools", price.getPools());
        json.writeNumberField("poolsLeftOut", price.getPoolsLeftOut());
        Json.number(json, "liquidityUsd", price.getLiquidityUsd());
        Json.number(json, "spread", price.getSpread());
        json.writeEndObject();
    }

    private static void safety(Safety safety, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("verdict", safety.getVerdict().name().toLowerCase(Locale.ROOT));
        Json.number(json, "risk", (Double) safety.getRisk());
        Json.number(json, "confidence", (Double) safety.getConfidence());
        json.writeArrayFieldStart("reasons");
        for (SafetyReason reason : safety.getReasons()) {
            json.writeStartObject();
            json.writeStringField("field", TokenStateJson.fieldName(reason.getField()));
            Json.number(json, "risk", (Double) reason.getRisk());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void story(Story story, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", story.getId());
        json.writeStringField("firstSeenAt", time(story.getFirstSeenAt()));
        json.writeStringField("firstSource", story.getFirstSource());
        json.writeNumberField("campaignSize", story.getCampaignSize());
        json.writeNumberField("sources", story.getSources());
        Json.number(json, "postsPerHour", story.getPostsPerHour());
        json.writeEndObject();
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
