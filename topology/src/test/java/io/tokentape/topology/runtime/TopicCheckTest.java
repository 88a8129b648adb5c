package io.tokentape.topology.runtime;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicCheckTest {
    @Test
    void namesTheTopicThatHasAnotherPartitionCountThanThoseReadWithIt() {
        assertThatThrownBy(() -> TopicCheck.requireEqual("state", Map.of("state", 4, "stats", 4, "manual", 8)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("topic manual has 8 partitions and state has 4")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void findsNothingWrongWithEqualCounts() {
        assertThatCode(() -> TopicCheck.requireEqual("state", Map.of("state", 8, "stats", 8)))
                .doesNotThrowAnyException();
    }
}
