package io.tokentape.standalone.doctor;

import io.tokentape.schemas.avro.FlowAccount;
import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.wire.HttpSchemaRegistry;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.serving.ServingConfig;
import io.tokentape.standalone.CommandException;
import io.tokentape.standalone.ErrorText;
import io.tokentape.standalone.cluster.ClusterOptions;
import io.tokentape.standalone.cluster.CommittedRecords;
import io.tokentape.standalone.dlq.DeadLetterCounts;
import io.tokentape.standalone.topics.TopicAdmin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Deserializer;

/** Whether the cluster answers and has what we need. */
final class Cluster {
    private static final int PATIENCE_SECONDS = 5;

    private static final int LOOKS_AT_BOOKS = 3;
    /** Books are published once a second. */
    private static final int PAUSE_MILLIS = 1_500;

    private final ClusterOptions options;

    Cluster(ClusterOptions options) {
        this.options = options;
    }

    Finding broker() {
        String address = options.bootstrapServers();
        try (Admin admin = Admin.create(new HashMap<>(settings()))) {
            int nodes = admin.describeCluster().nodes().get().size();
            return Finding.ok("broker", address + ", " + nodes + (nodes == 1 ? " node" : " nodes"));
        } catch (ExecutionException | RuntimeException e) {
            return Finding.problem(
                    "broker",
                    "nobody answers at " + address,
                    "start one with 'tokentape up', or say where it is with --bootstrap-servers");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.skipped("broker", "interrupted");
        }
    }

    Finding registry() {
        String url = options.registryUrl();
        String mend = "start one with 'tokentape up', or say where it is with --registry-url";
        try {
            HttpClient client = HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(PATIENCE_SECONDS))
                    .build();
            HttpRequest request = HttpRequest.newBuilder(URI.create(url.replaceAll("/+$", "") + "/subjects"))
                    .timeout(Duration.ofSeconds(PATIENCE_SECONDS))
                    .build();
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status == 200
                    ? Finding.ok("registry", url)
                    : Finding.problem("registry", url + " answers " + status, mend);
        } catch (IOException | IllegalArgumentException e) {
            return Finding.problem("registry", "nobody answers at " + url, mend);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.skipped("registry", "interrupted");
        }
    }

    Finding topics() {
        try (TopicAdmin admin = new TopicAdmin(settings())) {
            List<String> problems = admin.problems(options.topics());
            String prefix = options.prefix();
            return problems.isEmpty()
                    ? Finding.ok("topics", "all of " + prefix + "* are as the catalogue says")
                    : Finding.problem(
                            "topics",
                            problems.size() + " of " + prefix + "*, the first: " + problems.get(0),
                            "'tokentape topics check' shows all");
        }
    }

    /** The books of all steps; what is being written at this moment may be in one topic and not yet in the other. */
    Finding books() {
        Topic<FlowAccount> accounts = options.topics().accounts;
        Finding finding = Finding.skipped("books", "not read");
        try (Deserializer<FlowAccount> deserializer = WireSerdes.over(new HttpSchemaRegistry(options.registryUrl()))
                .of(FlowAccount.class)
                .deserializer()) {
            for (int look = 0; look < LOOKS_AT_BOOKS && finding.verdict() != Finding.Verdict.OK; look++) {
                if (look > 0) {
                    Thread.sleep(PAUSE_MILLIS);
                }
                Map<String, Long> letters = DeadLetterCounts.ofSteps(settings(), options.topics());
                Books books = new Books();
                CommittedRecords.now(settings(), accounts.name())
                        .read(record -> books.read(
                                new String(record.key(), StandardCharsets.UTF_8),
                                deserializer.deserialize(accounts.name(), record.value())));
                finding = books.compare(letters);
            }
            return finding;
        } catch (CommandException | KafkaException e) {
            return Finding.problem("books", "they cannot be read", ErrorText.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.skipped("books", "interrupted");
        }
    }

    Finding postgres(String url) {
        Map<String, String> environment = options.environment();
        if (url != null) {
            environment.put(ServingConfig.DATABASE_URL, url);
        }
        if (environment.getOrDefault(ServingConfig.DATABASE_URL, "").isBlank()) {
            return Finding.skipped("postgres", "say where it is with --postgres-url or DATABASE_URL");
        }
        ServingConfig.Database database;
        try {
            database = ServingConfig.fromEnv(environment).database();
        } catch (IllegalArgumentException e) {
            return Finding.problem("postgres", ErrorText.of(e), "see 'tokentape serve --help'");
        }
        Properties login = new Properties();
        login.setProperty("connectTimeout", Integer.toString(PATIENCE_SECONDS));
        if (database.user() != null) {
            login.setProperty("user", database.user());
        }
        if (database.password() != null) {
            login.setProperty("password", database.password());
        }
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), login);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show server_version")) {
            rows.next();
            return Finding.ok("postgres", "version " + rows.getString(1));
        } catch (SQLException e) {
            return Finding.problem("postgres", ErrorText.of(e), "check --postgres-url or DATABASE_URL");
        }
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(options.clientSettings());
        settings.put("default.api.timeout.ms", Integer.toString(1000 * PATIENCE_SECONDS));
        settings.put("request.timeout.ms", Integer.toString(1000 * PATIENCE_SECONDS));
        return settings;
    }
}
