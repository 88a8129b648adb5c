package io.tokentape.serving.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a client says first.
 *
 * @param subscriptions ids as given, in order
 * @param recent how many of the last records it wants before the live ones
 */
record InitRequest<T>(List<String> subscriptions, Predicate<T> filter, int recent) {
    private static final int MOST_SUBSCRIPTIONS = 200;
    private static final int LONGEST_SUBSCRIPTION = 200;

    /** Separates ids in the form of the system before. */
    private static final String SEPARATOR = "#";

    InitRequest {
        subscriptions = List.copyOf(subscriptions);
    }

    /** @throws IllegalArgumentException with a message for the client */
    static <T> InitRequest<T> parse(JsonNode data, LiveTopic<T> topic) {
        if (!data.isObject() && !data.isMissingNode() && !data.isNull()) {
            throw new IllegalArgumentException("data must be an object");
        }
        JsonNode recent = data.path("recent");
        if (!recent.isMissingNode() && !(recent.isInt() && recent.intValue() >= 0)) {
            throw new IllegalArgumentException("data.recent must be a whole number");
        }
        return new InitRequest<>(subscriptions(data.path("subscriptions")), topic.filter(data), recent.asInt(0));
    }

    /** {@code a#b} or a list; empty parts name nothing. */
    private static List<String> subscriptions(JsonNode node) {
        List<String> ids = new ArrayList<>();
        if (node.isTextual()) {
            Arrays.stream(node.textValue().split(SEPARATOR, MOST_SUBSCRIPTIONS)).forEach(ids::add);
        } else if (node.isArray()) {
            ids.addAll(FilterValues.texts("subscriptions", node));
        } else if (!node.isMissingNode() && !node.isNull()) {
            throw new IllegalArgumentException("data.subscriptions must be a text such as a#b, or a list of texts");
        }
        ids.removeIf(String::isBlank);
        if (ids.stream().anyMatch(id -> id.length() > LONGEST_SUBSCRIPTION)) {
            throw new IllegalArgumentException("data.subscriptions has an id that is too long");
        }
        return ids;
    }

    /** The form of the system before. */
    static String format(List<String> subscriptions) {
        return String.join(SEPARATOR, subscriptions);
    }
}
