package io.tokentape.topology.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopologyDescriptionTest {
    private static final String DESCRIPTION = TopologyApp.describe(TopologyConfig.fromEnv(Map.of()));

    @Test
    void isTheOneThatRunsInTheField() throws IOException {
        try (InputStream golden = getClass().getResourceAsStream("topology.txt")) {
            assertThat(DESCRIPTION)
                    .as(
                            "The topology differs from topology.txt. A renamed or moved store or internal topic starts empty: "
                                    + "running applications lose their state unless they get a new application id and read the "
                                    + "tape again. If that is meant, write the output of `tokentape topology describe` to the file.")
                    .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void namesEveryNode() {
        assertThat(DESCRIPTION).doesNotContainPattern("KSTREAM-|KTABLE-|STATE-STORE-");
    }
}
