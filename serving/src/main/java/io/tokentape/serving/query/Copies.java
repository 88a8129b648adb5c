package io.tokentape.serving.query;

import java.util.Map;

/**
 * What an instance holds of another's keys.
 *
 * @param found absent keys are left out
 * @param ageMillis of the oldest copy that was read: everything that the topics held so long ago is in it; null = unknown
 */
public record Copies(Map<String, Stored> found, Long ageMillis) {
    public Copies {
        found = Map.copyOf(found);
    }
}
