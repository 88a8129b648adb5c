package io.tokentape.standalone.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokentape.standalone.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ClusterOptionsTest {
    @Test
    void meansTheLocalClusterWhenNothingIsSaid() {
        ClusterOptions options = parse(Map.of());

        assertThat(options.clientSettings()).containsExactly(Map.entry("bootstrap.servers", "127.0.0.1:9092"));
        assertThat(options.registryUrl()).isEqualTo("http://127.0.0.1:8081");
        assertThat(options.prefix()).isEqualTo("tokentape.");
    }

    @Test
    void takesTheOptionOverTheEnvironmentOverTheFile(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(
                dir.resolve("client.properties"),
                "bootstrap.servers=file:1\nschema.registry.url=http://file\nsecurity.protocol=SSL\nclient.id=file\n");
        Map<String, String> env = Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", "env:1",
                "SCHEMA_REGISTRY_URL", "http://env",
                "TOKENTAPE_PREFIX", "env.",
                "KAFKA_CLIENT_ID", "env");
        String config = "--config=" + file;

        ClusterOptions byFile = parse(Map.of(), config);
        assertThat(byFile.bootstrapServers()).isEqualTo("file:1");
        assertThat(byFile.registryUrl()).isEqualTo("http://file");

        ClusterOptions byEnvironment = parse(env, config);
        assertThat(byEnvironment.clientSettings())
                .isEqualTo(Map.of("bootstrap.servers", "env:1", "security.protocol", "SSL", "client.id", "env"));
        assertThat(byEnvironment.registryUrl()).isEqualTo("http://env");
        assertThat(byEnvironment.prefix()).isEqualTo("env.");

        ClusterOptions byOption =
                parse(env, config, "--bootstrap-servers=option:1", "--registry-url=http://option", "--prefix=option.");
        assertThat(byOption.bootstrapServers()).isEqualTo("option:1");
        assertThat(byOption.registryUrl()).isEqualTo("http://option");
        assertThat(byOption.prefix()).isEqualTo("option.");
    }

    @Test
    void tellsTheApplicationsInTheirOwnWords(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("client.properties"), "security.protocol=SSL\n");
        ClusterOptions options = parse(
                Map.of("TOKENTAPE_THREADS", "3", "KAFKA_CLIENT_ID", "env"),
                "--config=" + file,
                "--bootstrap-servers=option:1",
                "--prefix=replay.");

        assertThat(options.environment())
                .isEqualTo(Map.of(
                        "TOKENTAPE_THREADS", "3",
                        "KAFKA_CLIENT_ID", "env",
                        "KAFKA_SECURITY_PROTOCOL", "SSL",
                        "KAFKA_BOOTSTRAP_SERVERS", "option:1",
                        "SCHEMA_REGISTRY_URL", "http://127.0.0.1:8081",
                        "TOKENTAPE_PREFIX", "replay."));
    }

    @Test
    void saysWhichFileCannotBeRead(@TempDir Path dir) {
        ClusterOptions options = parse(Map.of(), "--config=" + dir.resolve("absent"));

        assertThatThrownBy(options::clientSettings)
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("absent");
    }

    private static ClusterOptions parse(Map<String, String> env, String... args) {
        Probe probe = new Probe(new ClusterOptions(env));
        new CommandLine(probe).parseArgs(args);
        return probe.options;
    }

    @Command
    private static final class Probe {
        @Mixin
        private final ClusterOptions options;

        private Probe(ClusterOptions options) {
            this.options = options;
        }
    }
}
