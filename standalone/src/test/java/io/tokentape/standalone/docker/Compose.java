package io.tokentape.standalone.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The parts of docker/ as a test wants to see them. */
final class Compose {
    static final Path DOCKER = Path.of("..", "docker");

    /** ${NAME:-default} and ${NAME:?message}. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+):([-?])([^}]*)}");

    private static final String SECRET = "aSecret";

    /** @param dockerfile the lines of its build target, of all stages it rests on; empty for an image of others */
    record Service(
            String name,
            JsonNode yaml,
            String image,
            List<String> dockerfile,
            Map<String, String> environment,
            Map<String, String> conditions) {
        boolean oneShot() {
            return yaml.path("restart").asText().equals("no");
        }

        boolean hasHealthCheck() {
            return yaml.has("healthcheck") || dockerfile.stream().anyMatch(line -> line.startsWith("HEALTHCHECK"));
        }
    }

    private final JsonNode root;
    private final Map<String, Service> services = new TreeMap<>();

    private Compose(JsonNode root) {
        this.root = root;
        root.path("services").properties().forEach(entry -> services.put(entry.getKey(), service(entry)));
    }

    static Compose read() {
        // Not Jackson's reader: it knows no aliases. SnakeYAML is among the libraries by way of others.
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        Map<String, Object> content = yaml.load(text(DOCKER.resolve("compose.yaml")));
        return new Compose(new ObjectMapper().valueToTree(content));
    }

    Map<String, Service> services() {
        return services;
    }

    JsonNode root() {
        return root;
    }

    /** Names of the variables that the file takes from docker/.env. */
    TreeSet<String> variables() {
        TreeSet<String> names = new TreeSet<>();
        Matcher found = VARIABLE.matcher(text(DOCKER.resolve("compose.yaml")));
        while (found.find()) {
            names.add(found.group(1));
        }
        return names;
    }

    /** Lines of the Dockerfile by stage, each with those of the stages it is made from; the first line is its FROM. */
    static Map<String, List<String>> stages() {
        Map<String, List<String>> stages = new LinkedHashMap<>();
        List<String> current = new ArrayList<>();
        for (String line : text(DOCKER.resolve("Dockerfile"))
                .replaceAll("\\\\\\n\\s*", " ")
                .split("\\n")) {
            Matcher from = Pattern.compile("FROM (\\S+) AS (\\S+)").matcher(line);
            if (from.matches()) {
                current = new ArrayList<>(stages.getOrDefault(from.group(1), List.of()));
                stages.put(from.group(2), current);
            }
            if (!line.isBlank() && !line.startsWith("#")) {
                current.add(line);
            }
        }
        return stages;
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Service service(Map.Entry<String, JsonNode> entry) {
        JsonNode yaml = entry.getValue();
        JsonNode target = yaml.path("build").path("target");
        Map<String, String> environment = new TreeMap<>();
        List<String> dockerfile = stages().getOrDefault(target.asText(), List.of());
        for (String line : dockerfile) {
            if (line.startsWith("ENV ")) {
                String[] pair = line.substring("ENV ".length()).split("=", 2);
                environment.put(pair[0], pair[1]);
            }
        }
        yaml.path("environment")
                .properties()
                .forEach(pair ->
                        environment.put(pair.getKey(), filled(pair.getValue().asText())));
        Map<String, String> conditions = new TreeMap<>();
        yaml.path("depends_on")
                .properties()
                .forEach(on -> conditions.put(
                        on.getKey(), on.getValue().path("condition").asText()));
        return new Service(entry.getKey(), yaml, yaml.path("image").asText(), dockerfile, environment, conditions);
    }

    /** As Compose fills it in when docker/.env holds the secret alone. */
    private static String filled(String text) {
        return VARIABLE.matcher(text)
                .replaceAll(variable ->
                        Matcher.quoteReplacement(variable.group(2).equals("-") ? variable.group(3) : SECRET));
    }
}
