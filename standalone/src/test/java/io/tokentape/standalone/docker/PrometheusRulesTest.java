package io.tokentape.standalone.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The rules for Prometheus speak of metrics that we have. */
class PrometheusRulesTest {
    private static final Path ROOT = Path.of("..");
    private static final Path RULES = ROOT.resolve("docker/prometheus/rules.yml");
    private static final Path EXAMPLES = Path.of("src/test/resources/prometheus/rules-examples.yml");
    private static final Path GUIDE = ROOT.resolve("docs/operations.md");
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

    private static final Pattern METRIC = Pattern.compile("\\btokentape_[a-z_]+");
    /** A meter's name where it is made, such as {@code Gauge.builder("tokentape.records.held", ...)}. */
    private static final Pattern METER = Pattern.compile("(?:builder|showCounter)\\(\\s*\"(tokentape\\.[a-z.]+)\"");

    @Test
    void everyRuleIsWholeAndExplained() throws IOException {
        String guide = Files.readString(GUIDE);

        assertThat(rules()).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule).containsKeys("alert", "expr", "labels", "annotations");
            assertThat(map(rule.get("labels")).get("severity")).isIn("critical", "warning", "info");
            assertThat(map(rule.get("annotations")).get("summary").toString()).isNotBlank();
            assertThat(guide).contains("`" + rule.get("alert") + "`");
        });
        assertThat(rules()).extracting(rule -> rule.get("alert")).doesNotHaveDuplicates();
    }

    @Test
    void everyMetricExists() throws IOException {
        Set<String> ours = meters();

        for (Map<String, Object> rule : rules()) {
            Matcher metrics = METRIC.matcher(rule.get("expr").toString());
            assertThat(metrics.find()).as(rule.toString()).isTrue();
            do {
                assertThat(ours).contains(metrics.group());
            } while (metrics.find());
        }
    }

    @Test
    @EnabledIf("promtoolIsHere")
    void promtoolFindsNoFault() throws Exception {
        assertPasses("check", "rules", RULES.toString());
    }

    /** Examples of what is told: the first of its kind as well. */
    @Test
    @EnabledIf("promtoolIsHere")
    void rulesFireWhenTheyShould() throws Exception {
        assertPasses("test", "rules", EXAMPLES.toString());
    }

    private static void assertPasses(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(PROMTOOL.toString()));
        command.addAll(List.of(arguments));
        Process promtool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(promtool.getInputStream().readAllBytes());

        assertThat(promtool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(promtool.exitValue()).as(said).isZero();
    }

    static boolean promtoolIsHere() {
        return Files.isExecutable(PROMTOOL);
    }

    private static List<Map<String, Object>> rules() throws IOException {
        Map<String, Object> file = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(RULES));
        List<Map<String, Object>> rules = new ArrayList<>();
        for (Object group : (List<?>) file.get("groups")) {
            for (Object rule : (List<?>) map(group).get("rules")) {
                rules.add(map(rule));
            }
        }
        return rules;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object yaml) {
        return (Map<String, Object>) yaml;
    }

    /** As Prometheus calls them: a counter with {@code _total}. */
    private static Set<String> meters() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String module : new String[] {"topology", "serving", "standalone"}) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(file -> {
                    Matcher meters = METER.matcher(text(file));
                    while (meters.find()) {
                        String name = meters.group(1).replace('.', '_');
                        names.add(name);
                        names.add(name + "_total");
                    }
                });
            }
        }
        return names;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
