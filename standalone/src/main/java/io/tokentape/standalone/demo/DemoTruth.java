package io.tokentape.standalone.demo;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.List;

/** What is really so, behind a record of the demo. */
public sealed interface DemoTruth {
    /** One JSON object, keys always in the same order; what does not apply is left out. */
    default String toJson() {
        try {
            return Json.MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Behind a post.
     *
     * @param ts when it is learned, epoch milliseconds
     * @param source lower case
     * @param event what it is about, as {@code analyze} names it; other for chatter
     * @param stance bullish, bearish or neutral
     * @param assets meant, in order of first mention
     * @param repeats id of the post whose words it borrows; null = its own words
     * @param skill how often its sayer knows where prices are heading
     * @param drift where the first asset's price is heading: up, flat or down; null = no asset
     */
    @JsonPropertyOrder({
        "kind",
        "ts",
        "source",
        "id",
        "revision",
        "deleted",
        "language",
        "event",
        "stance",
        "assets",
        "mentions",
        "signal",
        "repeats",
        "skill",
        "drift"
    })
    record Post(
            long ts,
            String source,
            String id,
            int revision,
            boolean deleted,
            String language,
            String event,
            String stance,
            List<String> assets,
            List<Mention> mentions,
            Call signal,
            String repeats,
            double skill,
            String drift)
            implements DemoTruth {
        public String getKind() {
            return "post";
        }
    }

    /** Where a post names an asset; UTF-16 units, end exclusive. */
    @JsonPropertyOrder({"asset", "surface", "in", "start", "end"})
    record Mention(String asset, String surface, String in, int start, int end) {}

    /** The call a post makes, as it writes the numbers. */
    @JsonPropertyOrder({"side", "entries", "targets", "stop"})
    record Call(String side, List<String> entries, List<String> targets, String stop) {}

    /**
     * Behind a token state or a candle: the price at that time.
     *
     * @param drift where it is heading: up, flat or down
     */
    @JsonPropertyOrder({"kind", "ts", "asset", "price", "drift"})
    record Price(long ts, String asset, double price, String drift) implements DemoTruth {
        public String getKind() {
            return "price";
        }
    }

    /** Keeps the mapper out of sight. */
    final class Json {
        private static final JsonMapper MAPPER = JsonMapper.builder()
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                .build();

        private Json() {}
    }
}
