package io.tokentape.standalone.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.catalogue.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicCheckTest {
    private final Topics topics = new Topics("tokentape.");
    private final List<Topic<?>> declared = List.of(topics.rawTweets, topics.intelligence);

    @Test
    void findsNothingWrongWithTopicsAsDeclared() {
        assertThat(TopicCheck.problems(declared, asDeclared())).isEmpty();
    }

    @Test
    void saysWhichTopicIsMissing() {
        Map<String, ExistingTopic> existing = asDeclared();
        existing.remove("tokentape.intelligence");

        assertThat(TopicCheck.problems(declared, existing))
                .containsExactly("tokentape.intelligence is missing: create it with 'tokentape topics create'");
    }

    @Test
    void saysWhichTopicHasAnotherPartitionCountOrSetting() {
        Map<String, ExistingTopic> existing = asDeclared();
        Map<String, String> settings = new HashMap<>(topics.rawTweets.settings());
        settings.put("retention.ms", "604800000");
        existing.put("tokentape.raw.tweets", new ExistingTopic(1, settings));

        assertThat(TopicCheck.problems(declared, existing))
                .containsExactly(
                        "tokentape.raw.tweets has 1 partition, the catalogue says 4: counts never change in place, replay"
                                + " into a new prefix",
                        "tokentape.raw.tweets has retention.ms=604800000, the catalogue says -1: change it with"
                                + " kafka-configs");
    }

    @Test
    void ignoresSettingsThatTheCatalogueDoesNotSpeakOf() {
        Map<String, ExistingTopic> existing = asDeclared();
        Map<String, String> settings = new HashMap<>(topics.rawTweets.settings());
        settings.put("compression.type", "zstd");
        existing.put("tokentape.raw.tweets", new ExistingTopic(4, settings));

        assertThat(TopicCheck.problems(declared, existing)).isEmpty();
    }

    private Map<String, ExistingTopic> asDeclared() {
        Map<String, ExistingTopic> existing = new HashMap<>();
        for (Topic<?> topic : declared) {
            existing.put(topic.name(), new ExistingTopic(topic.partitions(), topic.settings()));
        }
        return existing;
    }
}
