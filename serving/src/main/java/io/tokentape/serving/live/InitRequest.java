package io.tokentape.serving.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.tokentape.schemas.avro.EventType;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.topology.mention.TokenEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a client says first.
 *
 * @param subscriptions ids as given, in order
 * @param recent how many of the last records it wants before the live ones
 */
record InitRequest(List<String> subscriptions, LiveFilter filter, int recent) {
    private static final int MOST_VALUES = 200;
    private static final int LONGEST_VALUE = 200;

    /** Separates ids in the form of the system before. */
    private static final String SEPARATOR = "#";

    InitRequest {
        subscriptions = List.copyOf(subscriptions);
    }

    /** @throws IllegalArgumentException with a message for the client */
    static InitRequest parse(JsonNode data) {
        if (!data.isObject() && !data.isMissingNode() && !data.isNull()) {
            throw new IllegalArgumentException("data must be an object");
        }
        Boolean valuable = null;
        if (data.hasNonNull("is_valuable")) {
            if (!data.get("is_valuable").isBoolean()) {
                throw new IllegalArgumentException("data.is_valuable must be true or false");
            }
            valuable = data.get("is_valuable").booleanValue();
        }
        Set<String> assets = new LinkedHashSet<>();
        texts(data, "asset").forEach(asset -> assets.add(TokenEntry.normalAsset(asset)));
        LiveFilter filter = new LiveFilter(
                known(texts(data, "type"), "type", PostSource.values()),
                known(texts(data, "subtype"), "subtype", EventType.values()),
                valuable,
                assets);
        JsonNode recent = data.path("recent");
        if (!recent.isMissingNode() && !(recent.isInt() && recent.intValue() >= 0)) {
            throw new IllegalArgumentException("data.recent must be a whole number");
        }
        return new InitRequest(subscriptions(data.path("subscriptions")), filter, recent.asInt(0));
    }

    /** {@code a#b} or a list; empty parts name nothing. */
    private static List<String> subscriptions(JsonNode node) {
        List<String> ids = new ArrayList<>();
        if (node.isTextual()) {
            Arrays.stream(node.textValue().split(SEPARATOR, MOST_VALUES)).forEach(ids::add);
        } else if (node.isArray()) {
            ids.addAll(texts("subscriptions", node));
        } else if (!node.isMissingNode() && !node.isNull()) {
            throw new IllegalArgumentException("data.subscriptions must be a text such as a#b, or a list of texts");
        }
        ids.removeIf(String::isBlank);
        if (ids.stream().anyMatch(id -> id.length() > LONGEST_VALUE)) {
            throw new IllegalArgumentException("data.subscriptions has an id that is too long");
        }
        return ids;
    }

    /** The form of the system before. */
    static String format(List<String> subscriptions) {
        return String.join(SEPARATOR, subscriptions);
    }

    private static List<String> texts(JsonNode data, String field) {
        JsonNode node = data.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return List.of();
        }
        return node.isTextual() ? List.of(node.textValue()) : texts(field, node);
    }

    private static List<String> texts(String field, JsonNode array) {
        if (!array.isArray() || array.size() > MOST_VALUES) {
            throw new IllegalArgumentException(
                    "data." + field + " must be a text or a list of up to " + MOST_VALUES + " texts");
        }
        List<String> values = new ArrayList<>();
        for (JsonNode value : array) {
            if (!value.isTextual() || value.textValue().length() > LONGEST_VALUE) {
                throw new IllegalArgumentException("data." + field + " must hold short texts");
            }
            values.add(value.textValue());
        }
        return values;
    }

    private static Set<String> known(List<String> values, String field, Enum<?>[] names) {
        Set<String> known = new LinkedHashSet<>();
        for (String value : values) {
            if (Arrays.stream(names).noneMatch(name -> name.name().equalsIgnoreCase(value))) {
                throw new IllegalArgumentException("data." + field + ": there is no " + value);
            }
            known.add(value.toLowerCase(Locale.ROOT));
        }
        return known;
    }
}
