package io.tokentape.standalone.topics;

import java.util.Map;

/**
 * A topic as the cluster has it.
 *
 * @param settings every setting with its value, also those that were never set
 */
record ExistingTopic(int partitions, Map<String, String> settings) {
    ExistingTopic {
        settings = Map.copyOf(settings);
    }
}
