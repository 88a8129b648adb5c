package io.tokentape.standalone.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.standalone.embedded.EmbeddedBroker;
import io.tokentape.standalone.registry.EmbeddedRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A part of several is killed by SIGKILL while records are written: the others go on, and nothing is lost or repeated. */
class ClusterTest {
    private static final int RECORDS = 15_000;
    /** Small, so that the load lasts beyond the kill. */
    private static final int AT_A_TIME = 4;

    /** Which part of what must come has come at the kill. */
    private static final int KILL_AT = 8;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path dir;

    private final List<AutoCloseable> started = new ArrayList<>();

    @AfterEach
    void endAll() throws Exception {
        for (int i = started.size() - 1; i >= 0; i--) {
            started.get(i).close();
        }
    }

    @Test
    @Tag("slow")
    void goesOnWhenOneOfThreeBrokersIsKilled() throws Exception {
        BrokerProcess.Cluster cluster = ends(BrokerProcess.Cluster.start(dir));
        EmbeddedRegistry registry = ends(registry(cluster.bootstrapServers()));
        TapeClient client = TapeClient.create("brokers.", cluster.bootstrapServers(), registry.url(), PATIENCE);
        JavaProcess topology = ends(client.startTopology(dir, "member", Map.of()));

        PoisonTape tape = new PoisonTape(client, RECORDS);
        CompletableFuture<Void> load = load(client, tape);
        client.awaitIntelligence(tape.expectedIds().size() / KILL_AT);
        assertThat(load).isNotDone();
        cluster.brokers().get(leaderOfIntelligence(client) - 1).kill();
        load.get();

        assertCompletes(client, tape);
        assertThat(cluster.brokers()).filteredOn(JavaProcess::isAlive).hasSize(2);
        topology.stop();
    }

    @Test
    void goesOnWhenOneOfTwoInstancesIsKilled() throws Exception {
        EmbeddedBroker broker = ends(EmbeddedBroker.start(dir.resolve("broker"), 0));
        EmbeddedRegistry registry = ends(registry(broker.bootstrapServers()));
        TapeClient client = TapeClient.create("instances.", broker.bootstrapServers(), registry.url(), PATIENCE);
        Map<String, String> settings = Map.of(
                "KAFKA_NUM_STANDBY_REPLICAS", "1",
                "KAFKA_SESSION_TIMEOUT_MS", "6000",
                "KAFKA_HEARTBEAT_INTERVAL_MS", "1000");
        JavaProcess killed = ends(client.startTopology(dir, "first", settings));
        JavaProcess survivor = ends(client.startTopology(dir, "second", settings));
        client.awaitMembers("first", "second");

        PoisonTape tape = new PoisonTape(client, RECORDS);
        CompletableFuture<Void> load = load(client, tape);
        client.awaitIntelligence(tape.expectedIds().size() / KILL_AT);
        assertThat(load).isNotDone();
        killed.kill();
        load.get();

        assertCompletes(client, tape);
        survivor.stop();
    }

    private <T extends AutoCloseable> T ends(T part) {
        started.add(part);
        return part;
    }

    private static EmbeddedRegistry registry(String bootstrapServers) {
        return EmbeddedRegistry.start(bootstrapServers, "127.0.0.1", 0);
    }

    /** States first; the posts are being written when this comes back. */
    private static CompletableFuture<Void> load(TapeClient client, PoisonTape tape) {
        client.send(tape.states());
        client.awaitRead(List.of(client.topics().tokenState), tape.stateCount());
        return CompletableFuture.runAsync(() -> client.send(tape.posts(), AT_A_TIME));
    }

    private static int leaderOfIntelligence(TapeClient client) throws ExecutionException, InterruptedException {
        String topic = client.topics().intelligence.name();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", client.bootstrapServers()))) {
            Node leader = admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()
                    .get(0)
                    .leader();
            return leader.id();
        }
    }

    private static void assertCompletes(TapeClient client, PoisonTape tape) {
        client.awaitIntelligence(tape.expectedIds().size());
        Conservation.awaitHeld(client, tape);
    }
}
