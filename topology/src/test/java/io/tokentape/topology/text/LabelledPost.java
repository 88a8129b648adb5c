package io.tokentape.topology.text;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A post with what people said of it.
 *
 * @param set the name of the data set it is from
 * @param labels fields as in the hand-labelled files: {@code sentiment}, {@code event}, {@code valuable} …
 */
public record LabelledPost(String set, Post post, JsonNode labels) {
    /** A label that is a word; null = none. */
    public String label(String field) {
        return labels.path(field).asText(null);
    }

    public Features features() {
        return ReadPost.of(post).features();
    }
}
