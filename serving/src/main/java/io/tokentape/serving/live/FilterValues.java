package io.tokentape.serving.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.tokentape.topology.mention.TokenEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads what clients ask for. Everything throws IllegalArgumentException with a message for the client. */
final class FilterValues {
    private static final int MOST_VALUES = 200;
    private static final int LONGEST_VALUE = 200;

    private FilterValues() {}

    /** Null = any. */
    static Boolean flag(JsonNode data, String field) {
        if (!data.hasNonNull(field)) {
            return null;
        }
        if (!data.get(field).isBoolean()) {
            throw new IllegalArgumentException("data." + field + " must be true or false");
        }
        return data.get(field).booleanValue();
    }

    /** 0..1; 0 where it is absent. */
    static double share(JsonNode data, String field) {
        if (!data.hasNonNull(field)) {
            return 0;
        }
        double value = data.get(field).asDouble(-1);
        if (!data.get(field).isNumber() || !(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("data." + field + " must be a number from 0 to 1");
        }
        return value;
    }

    /** Assets in their canonical form, and other names as they are; empty = any. */
    static Set<String> assets(JsonNode data, String field) {
        Set<String> assets = new LinkedHashSet<>();
        texts(data, field).forEach(asset -> assets.add(TokenEntry.normalAsset(asset)));
        return assets;
    }

    /** One text or a list of them; empty = none. */
    static List<String> texts(JsonNode data, String field) {
        JsonNode node = data.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return List.of();
        }
        return node.isTextual() ? List.of(node.textValue()) : texts(field, node);
    }

    static List<String> texts(String field, JsonNode array) {
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

    /** Names of an enum, in any case; lower case, empty = any. */
    static Set<String> names(JsonNode data, String field, Enum<?>[] names) {
        Set<String> known = new LinkedHashSet<>();
        for (String value : texts(data, field)) {
            if (Arrays.stream(names).noneMatch(name -> name.name().equalsIgnoreCase(value))) {
                throw new IllegalArgumentException("data." + field + ": there is no " + value);
            }
            known.add(value.toLowerCase(Locale.ROOT));
        }
        return known;
    }
}
