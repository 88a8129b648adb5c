package io.tokentape.standalone.topics;

import io.tokentape.schemas.catalogue.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares what the catalogue declares with what the cluster has. */
final class TopicCheck {
    private TopicCheck() {}

    /** One line for everything that is wrong, in the order of the catalogue; empty = all is as declared. */
    static List<String> problems(Collection<Topic<?>> declared, Map<String, ExistingTopic> existing) {
        List<String> problems = new ArrayList<>();
        for (Topic<?> topic : declared) {
            ExistingTopic found = existing.get(topic.name());
            if (found == null) {
                problems.add(topic.name() + " is missing: create it with 'tokentape topics create'");
                continue;
            }
            if (found.partitions() != topic.partitions()) {
                problems.add(topic.name() + " has " + partitions(found.partitions()) + ", the catalogue says "
                        + topic.partitions() + ": counts never change in place, replay into a new prefix");
            }
            new TreeMap<>(topic.settings()).forEach((name, value) -> {
                String has = found.settings().get(name);
                if (!value.equals(has)) {
                    problems.add(topic.name() + " has " + name + "=" + has + ", the catalogue says " + value
                            + ": change it with kafka-configs");
                }
            });
        }
        return problems;
    }

    private static String partitions(int count) {
        return count == 1 ? "1 partition" : count + " partitions";
    }
}
