package io.tokentape.serving.live;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.tokentape.schemas.avro.EventType;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.JoinedAsset;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.serving.intelligence.IntelligenceJson;
import io.tokentape.serving.query.RecordDecoder;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** Intelligence, by {@code type}, {@code subtype}, {@code is_valuable} and {@code asset}. */
public final class LiveIntelligence implements LiveTopic<Intelligence> {
    private final String name;
    private final RecordDecoder<Intelligence> decoder;

    public LiveIntelligence(String name, RecordDecoder<Intelligence> decoder) {
        this.name = name;
        this.decoder = decoder;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Intelligence decode(byte[] value) {
        return decoder.decode(value);
    }

    @Override
    public String id(Intelligence post) {
        return post.getId();
    }

    @Override
    public void write(Intelligence post, long timestamp, JsonGenerator json) throws IOException {
        IntelligenceJson.write(post, timestamp, json);
    }

    @Override
    public Predicate<Intelligence> filter(JsonNode data) {
        Boolean valuable = FilterValues.flag(data, "is_valuable");
        Set<String> assets = FilterValues.assets(data, "asset");
        Set<String> types = FilterValues.names(data, "type", PostSource.values());
        Set<String> subtypes = FilterValues.names(data, "subtype", EventType.values());
        return post -> (valuable == null || valuable == post.getValue().getValuable())
                && (types.isEmpty() || types.contains(name(post.getType())))
                && (subtypes.isEmpty() || subtypes.contains(name(post.getSubtype())))
                && (assets.isEmpty()
                        || post.getAssets().stream().map(JoinedAsset::getAsset).anyMatch(assets::contains));
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
