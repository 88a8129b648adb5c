package io.tokentape.standalone.dlq;

import io.tokentape.schemas.catalogue.Topics;
import java.util.Map;
import java.util.TreeMap;

/** How many letters lie there. */
public final class DeadLetterCounts {
    private DeadLetterCounts() {}

    /** Those that steps of the topology put aside, sent again or not, by the topic they come from. */
    public static Map<String, Long> ofSteps(Map<String, String> clientSettings, Topics topics) {
        Map<String, Long> counts = new TreeMap<>();
        DeadLetterTopic.committed(clientSettings, topics).letters(letter -> {
            if (letter.ofStep()) {
                counts.merge(letter.topic(), 1L, Long::sum);
            }
        });
        return counts;
    }
}
