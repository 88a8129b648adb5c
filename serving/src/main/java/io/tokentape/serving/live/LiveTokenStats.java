package io.tokentape.serving.live;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.tokentape.schemas.avro.TokenStats;
import io.tokentape.serving.query.RecordDecoder;
import io.tokentape.serving.stats.StatsWindow;
import io.tokentape.serving.stats.TokenStatsJson;
import java.io.IOException;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Statistics of tokens, by {@code asset} and {@code window}. */
public final class LiveTokenStats implements LiveTopic<TokenStats> {
    private final String name;
    private final RecordDecoder<TokenStats> decoder;

    public LiveTokenStats(String name, RecordDecoder<TokenStats> decoder) {
        this.name = name;
        this.decoder = decoder;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public TokenStats decode(byte[] value) {
        return decoder.decode(value);
    }

    @Override
    public String id(TokenStats stats) {
        return stats.getAsset() + "|" + stats.getWindowMillis() + "|" + stats.getWindowEnd() + "|"
                + stats.getRevision();
    }

    @Override
    public void write(TokenStats stats, long timestamp, JsonGenerator json) throws IOException {
        TokenStatsJson.write(stats, timestamp, json);
    }

    @Override
    public Predicate<TokenStats> filter(JsonNode data) {
        Set<String> assets = FilterValues.assets(data, "asset");
        Set<Long> windows = FilterValues.texts(data, "window").stream()
                .map(LiveTokenStats::window)
                .collect(Collectors.toSet());
        return stats -> (assets.isEmpty() || assets.contains(stats.getAsset()))
                && (windows.isEmpty() || windows.contains(stats.getWindowMillis()));
    }

    private static long window(String text) {
        try {
            return StatsWindow.parse(text).millis();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("data.window " + e.getMessage(), e);
        }
    }
}
