package io.tokentape.standalone.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.HttpSchemaRegistry;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.standalone.platform.Platform;
import io.tokentape.standalone.topics.TopicAdmin;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The dry run over topics of a broker. */
class AlertsCommandTest {
    private static final Instant AT = Instant.parse("2025-06-01T12:00:00Z");
    private static final Topics TOPICS = new Topics("dry.");

    @TempDir
    private static Path folder;

    private static Platform platform;

    private final StringWriter out = new StringWriter();

    @BeforeAll
    static void storeATape() {
        platform = Platform.create(folder.resolve("platform"));
        Map<String, String> clients = Map.of("bootstrap.servers", platform.bootstrapServers());
        try (TopicAdmin admin = new TopicAdmin(clients)) {
            admin.createMissing(TOPICS.all(), Optional.empty());
        }
        WireSerdes serdes = WireSerdes.over(new HttpSchemaRegistry(platform.registryUrl()));
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", platform.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            List.of(100_000, 80_000, 60_000).forEach(usd -> {
                Instant at = AT.plusSeconds(100_000 - usd);
                TokenState state = TokenState.newBuilder()
                        .setAsset("x:aa")
                        .setProvider("tested")
                        .setObservedAt(at.toEpochMilli())
                        .setLiquidityUsd((double) usd)
                        .build();
                byte[] bytes = serdes.of(TokenState.class).serializer().serialize(TOPICS.tokenState.name(), state);
                producer.send(new ProducerRecord<>(TOPICS.tokenState.name(), null, at.toEpochMilli(), "x:aa", bytes));
            });
        }
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void printsWhatAppearsAndASummary() throws IOException {
        Path rules = rules("{\"id\":\"alert.liquidity\",\"kind\":\"alert\",\"version\":2,"
                + "\"numbers\":{\"least_drop\":0.15,\"window_hours\":12}}");

        assertThat(run("--rules", rules.toString())).isZero();

        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .startsWith("{\"change\":\"appears\",\"alert\":{\"ts\":\"2025-06-01T17:33:20Z\"")
                .contains("\"rule\":\"alert.liquidity@2\"");
        assertThat(lines.get(1))
                .isEqualTo("{\"summary\":{\"present\":0,\"changed\":1,\"appears\":1,\"disappears\":0,"
                        + "\"changes_band\":0,\"events\":3,\"unusable\":0}}");
    }

    @Test
    void limitsWhatItPrintsToThePeriod() throws IOException {
        Path rules = rules("{\"id\":\"alert.liquidity\",\"kind\":\"alert\",\"numbers\":{\"least_drop\":0.15,"
                + "\"window_hours\":12}}");

        assertThat(run("--rules", rules.toString(), "--from", "2025-06-01T18:00:00Z"))
                .isZero();

        assertThat(out.toString()).startsWith("{\"summary\":{\"present\":0,\"changed\":0,");
    }

    @Test
    void refusesARuleThatNoMachineHas() throws IOException {
        Path rules = rules("{\"id\":\"alert.none\",\"kind\":\"alert\"}");

        assertThat(run("--rules", rules.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("no alerts have a rule alert.none");
    }

    private static Path rules(String line) throws IOException {
        return Files.writeString(folder.resolve("rules.jsonl"), line + "\n");
    }

    private int run(String... args) {
        String[] all = new String[args.length + 7];
        System.arraycopy(
                new String[] {
                    "dry-run",
                    "--bootstrap-servers",
                    platform.bootstrapServers(),
                    "--registry-url",
                    platform.registryUrl(),
                    "--prefix",
                    TOPICS.prefix()
                },
                0,
                all,
                0,
                7);
        System.arraycopy(args, 0, all, 7, args.length);
        return new CommandLine(new AlertsCommand())
                .setOut(new PrintWriter(out))
                .setExecutionExceptionHandler((e, line, result) -> {
                    out.append(e.getMessage());
                    return 1;
                })
                .execute(all);
    }
}
