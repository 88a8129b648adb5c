package io.tokentape.topology.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TopologyDescriptionTest {
    static List<String> names() {
        return Topologies.NAMES;
    }

    @ParameterizedTest
    @MethodSource("names")
    void isTheOneThatRunsInTheField(String name) throws IOException {
        try (InputStream golden = getClass().getResourceAsStream(name + ".topology.txt")) {
            assertThat(description(name))
                    .as(
                            "The topology differs from %s.topology.txt. A renamed or moved store or internal topic starts empty: "
                                    + "running applications lose their state unless they get a new application id and read the "
                                    + "tape again. If that is meant, write what `tokentape topology describe` says of it to the file.",
                            name)
                    .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void namesEveryNode(String name) {
        assertThat(description(name)).doesNotContainPattern("KSTREAM-|KTABLE-|STATE-STORE-");
    }

    private static String description(String name) {
        return TopologyApp.describe(TopologyConfig.fromEnv(Map.of()), name);
    }
}
