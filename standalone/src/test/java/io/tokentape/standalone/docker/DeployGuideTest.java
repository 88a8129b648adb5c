package io.tokentape.standalone.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.serving.ServingConfig;
import io.tokentape.topology.runtime.TopologyConfig;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the tables of docs/deploy.md against the configurations: every variable is there, with its default. */
class DeployGuideTest {
    private static final String GUIDE = Compose.text(Path.of("..", "docs", "deploy.md"));
    private static final String NONE = "–";

    @Test
    void tellsEveryVariableOfTheTopology() {
        Map<String, String> table = table("TopologyConfig");
        String source =
                Compose.text(Path.of("../topology/src/main/java/io/tokentape/topology/runtime/TopologyConfig.java"));
        Set<String> read = Pattern.compile("\"([A-Z]+(?:_[A-Z]+)+)\"")
                .matcher(source)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(table.keySet()).isEqualTo(read).allMatch(Settings::knownToTopology);
        assertDefaults(table, TopologyConfig::fromEnv);
    }

    @Test
    void tellsEveryVariableOfServing() {
        Map<String, String> table = table("ServingConfig");
        Set<String> read = Arrays.stream(ServingConfig.class.getFields())
                .filter(field -> field.getType() == String.class)
                .map(DeployGuideTest::constant)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(table.keySet()).isEqualTo(read).allMatch(Settings::knownToServing);
        assertDefaults(table, ServingConfig::fromEnv);
    }

    /** Naming the default must change nothing. */
    private static void assertDefaults(Map<String, String> table, Function<Map<String, String>, Object> read) {
        table.forEach((key, byDefault) -> {
            if (!byDefault.equals(NONE)) {
                assertThat(read.apply(Map.of(key, byDefault))).as(key).isEqualTo(read.apply(Map.of()));
            }
        });
    }

    /** Variable and default of each row of the table that is marked with the name. */
    private static Map<String, String> table(String name) {
        Map<String, String> rows = new TreeMap<>();
        GUIDE.lines()
                .dropWhile(line -> !line.contains("<!--") || !line.contains(name))
                .skip(1)
                .takeWhile(line -> line.startsWith("|"))
                .filter(line -> line.startsWith("| `"))
                .forEach(line -> {
                    String[] cells = line.replace("`", "").split("\\s*\\|\\s*");
                    rows.put(cells[1], cells[2]);
                });
        return rows;
    }

    private static String constant(Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
