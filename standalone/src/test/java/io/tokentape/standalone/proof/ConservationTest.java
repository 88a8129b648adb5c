package io.tokentape.standalone.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tokentape.schemas.avro.FlowAccount;
import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.HttpSchemaRegistry;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.standalone.embedded.EmbeddedBroker;
import io.tokentape.standalone.registry.EmbeddedRegistry;
import io.tokentape.standalone.topics.TopicAdmin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
        TapeClient client = tape("again.", Duration.ofMinutes(3));
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
        Map<String, Long> undisturbed = run(tape("calm" + records + ".", patience), records, 0);
        assertThat(run(tape("killed" + records + ".", patience), records, KILLS))
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
            client.awaitRead(client.topics().raw(), tape.postCount());
            assertThat(topology.isAlive()).as(topology.said()).isTrue();
            topology.stop();
        } finally {
            topology.close();
        }
        assertBooksClose(client, tape);
        assertThat(deadLetters(client)).isEqualTo(withPrefix("dead:", tape.expectedOutcomes()));
        Map<String, Long> found = client.intelligence();
        assertThat(found.keySet()).isEqualTo(expected);
        return found;
    }

    private static void assertBooksClose(TapeClient client, PoisonTape tape) {
        Set<String> received = new HashSet<>();
        client.topics().raw().forEach(topic -> received.add(topic.name()));
        received.add(client.topics().tokenState.name());
        Map<String, Long> outcomes = new TreeMap<>();
        for (FlowAccount account : client.books().values()) {
            long accounted = account.getPutOut()
                    + sum(account.getFiltered())
                    + sum(account.getDeadLettered())
                    + sum(account.getLate());
            assertThat(account.getHeld()).as("%s", account).isZero();
            assertThat(account.getRead() - accounted).as("%s", account).isZero();
            if (received.contains(account.getTopic())) {
                account.getFiltered().forEach((why, count) -> outcomes.merge("filtered:" + why, count, Long::sum));
                account.getDeadLettered().forEach((why, count) -> outcomes.merge("dead:" + why, count, Long::sum));
            } else {
                assertThat(account.getPutOut()).as("%s", account).isEqualTo(account.getRead());
            }
        }
        assertThat(outcomes).isEqualTo(tape.expectedOutcomes());
    }

    /** Dead letters by reason; the record that one was comes once. */
    private static Map<String, Long> deadLetters(TapeClient client) {
        Map<String, Long> byReason = new TreeMap<>();
        Set<String> origins = new HashSet<>();
        client.forEach(client.topics().dlq, letter -> {
            String origin =
                    header(letter, "topic") + '-' + header(letter, "partition") + '@' + header(letter, "offset");
            assertThat(origins.add(origin)).as("twice: " + origin).isTrue();
            String message = header(letter, "message");
            byReason.merge("dead:" + message.substring(0, message.indexOf(':')), 1L, Long::sum);
        });
        return byReason;
    }

    private static Map<String, Long> withPrefix(String prefix, Map<String, Long> outcomes) {
        Map<String, Long> those = new HashMap<>(outcomes);
        those.keySet().removeIf(outcome -> !outcome.startsWith(prefix));
        return those;
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(
                record.headers().lastHeader("__streams.errors." + name).value(), StandardCharsets.UTF_8);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static TapeClient tape(String prefix, Duration patience) {
        Topics topics = new Topics(prefix);
        try (TopicAdmin admin = new TopicAdmin(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createMissing(List.<Topic<?>>copyOf(topics.all()), Optional.empty());
        }
        return new TapeClient(
                broker.bootstrapServers(),
                registry.url(),
                topics,
                WireSerdes.over(new HttpSchemaRegistry(registry.url())),
                patience);
    }
}
