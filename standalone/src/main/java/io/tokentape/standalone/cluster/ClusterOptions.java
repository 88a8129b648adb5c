package io.tokentape.standalone.cluster;

import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.standalone.CommandException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/**
 * The options of every command that talks to a cluster. What an option says goes over what the environment says, and that
 * over the file of {@code --config}. Further client settings come from the file and from {@code KAFKA_*} variables
 * ({@code KAFKA_SECURITY_PROTOCOL} is {@code security.protocol}).
 */
public final class ClusterOptions {
    private static final String BOOTSTRAP = "bootstrap.servers";
    private static final String REGISTRY = "schema.registry.url";
    private static final String KAFKA = "KAFKA_";

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Brokers; else KAFKA_BOOTSTRAP_SERVERS, else 127.0.0.1:9092.")
    private String bootstrapServers;

    @Option(
            names = "--registry-url",
            paramLabel = "URL",
            description = "Schema registry; else SCHEMA_REGISTRY_URL, else http://127.0.0.1:8081.")
    private String registryUrl;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Properties file with further settings of the Kafka clients.")
    private Path config;

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            description = "Beginning of every topic name; else TOKENTAPE_PREFIX, else " + Topics.DEFAULT_PREFIX)
    private String prefix;

    private final Map<String, String> env;

    public ClusterOptions() {
        this(System.getenv());
    }

    ClusterOptions(Map<String, String> env) {
        this.env = env;
    }

    public String bootstrapServers() {
        return clientSettings().get(BOOTSTRAP);
    }

    public String registryUrl() {
        return first(registryUrl, env.get("SCHEMA_REGISTRY_URL"), file().get(REGISTRY), "http://127.0.0.1:8081");
    }

    public String prefix() {
        return first(prefix, env.get("TOKENTAPE_PREFIX"), null, Topics.DEFAULT_PREFIX);
    }

    public Topics topics() {
        return new Topics(prefix());
    }

    /** Settings for any Kafka client, {@code bootstrap.servers} among them. */
    public Map<String, String> clientSettings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put(BOOTSTRAP, "127.0.0.1:9092");
        settings.putAll(file());
        settings.remove(REGISTRY);
        env.forEach((key, value) -> {
            if (key.startsWith(KAFKA) && !value.isBlank()) {
                settings.put(setting(key), value.strip());
            }
        });
        if (bootstrapServers != null) {
            settings.put(BOOTSTRAP, bootstrapServers);
        }
        return settings;
    }

    /** The environment as the applications read it, with what the options and the file say in it. */
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(env);
        clientSettings().forEach((key, value) -> environment.put(variable(key), value));
        environment.put("SCHEMA_REGISTRY_URL", registryUrl());
        environment.put("TOKENTAPE_PREFIX", prefix());
        return environment;
    }

    private Map<String, String> file() {
        if (config == null) {
            return Map.of();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(config)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandException("cannot read the file of --config, " + config + ": " + e.getMessage(), e);
        }
        Map<String, String> settings = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        return settings;
    }

    private static String setting(String variable) {
        return variable.substring(KAFKA.length()).toLowerCase(Locale.ROOT).replace('_', '.');
    }

    private static String variable(String setting) {
        return KAFKA + setting.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    private static String first(String option, String variable, String file, String otherwise) {
        for (String candidate : new String[] {option, variable, file}) {
            if (candidate != null && !candidate.isBlank()) {
                return candidate.strip();
            }
        }
        return otherwise;
    }
}
