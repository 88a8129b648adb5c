package io.tokentape.standalone.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tokentape.standalone.embedded.EmbeddedBroker;
import io.tokentape.standalone.registry.EmbeddedRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Law 5 over a tape full of trouble, through a process that is killed twice: the books close, each poison is among the
 * dead letters once, with its reason, and what is put out is what an undisturbed run puts out, each id once.
 */
class ConservationTest {
    private static final int KILLS = 2;
    private static final int AT_LEAST_ONCE_RECORDS = 10_000;

    @TempDir
    static Path dir;

    private static EmbeddedBroker broker;
    private static EmbeddedRegistry registry;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(dir.resolve("broker"), 0);
        registry = EmbeddedRegistry.start(broker.bootstrapServers(), "127.0.0.1", 0);
    }

    @AfterAll
    static void stop() {
        registry.close();
        broker.close();
    }

    @Test
    void holdsOverTwentyThousandRecords() throws Exception {
        holdsOver(20_000, Duration.ofMinutes(3));
    }

    @Test
    @Tag("slow")
    void holdsOverAMillionRecords() throws Exception {
        holdsOver(1_000_000, Duration.ofMinutes(40));
    }

    /** The low-latency profile: an id may come twice, but with the same content, and none is missing. */
    @Test
    void losesNothingAtLeastOnce() throws Exception {
        TapeClient client = client("again.", Duration.ofMinutes(3));
        PoisonTape tape = new PoisonTape(client, AT_LEAST_ONCE_RECORDS);
        Set<String> expected = tape.expectedIds();
        Map<String, String> settings = Map.of("TOKENTAPE_GUARANTEE", "at_least_once");
        JavaProcess topology = client.startTopology(dir, "member", settings);
        try {
            client.send(tape.states());
            client.awaitRead(List.of(client.topics().tokenState), tape.stateCount());
            client.send(tape.posts());
            for (int kill = 1; kill <= KILLS; kill++) {
                client.awaitIntelligence((long) expected.size() * kill / (KILLS + 2));
                topology.kill();
                topology = client.startTopology(dir, "member", settings);
            }
            await().atMost(client.patience()).untilAsserted(() -> {
                Map<String, Set<Long>> found = client.digestsById();
                assertThat(found.keySet()).isEqualTo(expected);
                assertThat(found.values())
                        .allSatisfy(digests -> assertThat(digests).hasSize(1));
            });
            topology.stop();
        } finally {
            topology.close();
        }
    }

    private static void holdsOver(int records, Duration patience) throws InterruptedException {
        Map<String, Long> undisturbed = run(client("calm" + records + ".", patience), records, 0);
        assertThat(run(client("killed" + records + ".", patience), records, KILLS))
                .isEqualTo(undisturbed);
    }

    /** What comes out, by id. */
    private static Map<String, Long> run(TapeClient client, int records, int kills) throws InterruptedException {
        PoisonTape tape = new PoisonTape(client, records);
        Set<String> expected = tape.expectedIds();
        JavaProcess topology = client.startTopology(dir, "member", Map.of());
        try {
            // A state that comes after the post it should meet is late, and what a run with late ones gives depends on
            // it.
            client.send(tape.states());
            client.awaitRead(List.of(client.topics().tokenState), tape.stateCount());
            client.send(tape.posts());
            for (int kill = 1; kill <= kills; kill++) {
                client.awaitIntelligence((long) expected.size() * kill / (kills + 2));
                topology.kill();
                assertThat(client.intelligence()).hasSizeLessThan(expected.size());
                topology = client.startTopology(dir, "member", Map.of());
            }
            client.awaitIntelligence(expected.size());
            Map<String, Long> found = Conservation.awaitHeld(client, tape);
            assertThat(topology.isAlive()).as(topology.said()).isTrue();
            topology.stop();
            return found;
        } finally {
            topology.close();
        }
    }

    private static TapeClient client(String prefix, Duration patience) {
        return TapeClient.create(prefix, broker.bootstrapServers(), registry.url(), patience);
    }
}
