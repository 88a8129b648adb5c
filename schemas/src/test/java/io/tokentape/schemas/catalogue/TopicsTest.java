package io.tokentape.schemas.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopicsTest {
    private final Topics topics = new Topics("t.");

    @Test
    void declaresTheTopicsOfTheDesign() {
        assertThat(topics.all())
                .extracting(Topic::id)
                .containsExactly(
                        "raw.tweets",
                        "raw.news",
                        "raw.telegram",
                        "raw.reddit",
                        "raw.manual",
                        "ref.tokens",
                        "ref.chains",
                        "ref.companies",
                        "ref.accounts",
                        "ref.agents",
                        "ref.rules",
                        "chain.token-state",
                        "market.candles",
                        "intelligence",
                        "irrelevant",
                        "alerts",
                        "recommendations",
                        "recommendation-outcomes",
                        "token-stats",
                        "source-ledger",
                        "late",
                        "accounts",
                        "dlq");
    }

    @Test
    void leavesNoTopicOutOfTheList() throws IllegalAccessException {
        List<Object> declared = new ArrayList<>();
        for (Field field : Topics.class.getFields()) {
            if (field.getType() == Topic.class) {
                declared.add(field.get(topics));
            }
        }

        assertThat(topics.all())
                .hasSameElementsAs(
                        declared.stream().<Topic<?>>map(t -> (Topic<?>) t).toList());
    }

    @Test
    void namesThemUnderThePrefix() {
        assertThat(topics.all()).allSatisfy(topic -> assertThat(topic.name()).isEqualTo("t." + topic.id()));
        assertThat(topics.intelligence.subject()).isEqualTo("t.intelligence-value");
        assertThat(topics.byId("alerts")).contains(topics.alerts);
        assertThat(topics.byId("t.alerts")).isEmpty();
    }

    @Test
    void neverExpiresOrCompactsATape() {
        assertThat(topics.all()).allSatisfy(topic -> {
            assertThat(topic.settings()).containsEntry("cleanup.policy", "delete");
            assertThat(topic.settings()).containsEntry("retention.ms", "-1").containsEntry("retention.bytes", "-1");
            assertThat(topic.settings()).containsEntry("segment.ms", Long.toString(Long.MAX_VALUE));
        });
    }

    @Test
    void takesLargeRecordsWherePostsTravel() {
        assertThat(topics.all())
                .filteredOn(topic -> topic.settings().containsKey("max.message.bytes"))
                .extracting(Topic::id)
                .containsExactly(
                        "raw.tweets", "raw.news", "raw.telegram", "raw.reddit", "raw.manual", "intelligence", "dlq");
    }

    @Test
    void givesJoinedTopicsOneNumberOfPartitions() {
        Set<String> narrow = Set.of("late", "accounts", "dlq");

        assertThat(topics.all())
                .allSatisfy(topic -> assertThat(topic.partitions())
                        .isEqualTo(topic.id().startsWith("ref.") || narrow.contains(topic.id()) ? 1 : 4));
    }

    @Test
    void saysEverythingOfEveryTopic() {
        assertThat(topics.all()).allSatisfy(topic -> {
            assertThat(topic.key()).isNotBlank();
            assertThat(topic.writer()).isNotBlank();
            assertThat(topic.holds()).isNotBlank();
        });
        assertThat(topics.all()).filteredOn(topic -> topic.valueType() == null).containsExactly(topics.dlq);
    }
}
