package io.tokentape.standalone.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tokentape.schemas.avro.FlowAccount;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What must hold of a {@link PoisonTape} once it has been read to its end. */
final class Conservation {
    private Conservation() {}

    /**
     * Waits until the books close, each poison is among the dead letters, once for each topology that read it, and each id
     * that must come has come, once.
     *
     * @return what each id was given as
     */
    static Map<String, Long> awaitHeld(TapeClient client, PoisonTape tape) {
        await().atMost(client.patience()).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            Collection<FlowAccount> books = client.books().values();
            assertBooksClose(books);
            assertThat(outcomes(client, books)).isEqualTo(tape.expectedOutcomes());
            assertEachDeadLetterIsThereOnce(client, books);
        });
        Map<String, Long> found = client.intelligence();
        assertThat(found.keySet()).isEqualTo(tape.expectedIds());
        return found;
    }

    private static void assertBooksClose(Collection<FlowAccount> books) {
        for (FlowAccount account : books) {
            long accounted = account.getPutOut()
                    + sum(account.getFiltered())
                    + sum(account.getDeadLettered())
                    + sum(account.getLate());
            assertThat(account.getHeld()).as("%s", account).isZero();
            assertThat(account.getRead() - accounted).as("%s", account).isZero();
        }
    }

    /** What the intelligence topology did with what it received, beside putting it out. */
    private static Map<String, Long> outcomes(TapeClient client, Collection<FlowAccount> books) {
        Set<String> received = new HashSet<>();
        client.topics().raw().forEach(topic -> received.add(topic.name()));
        received.add(client.topics().tokenState.name());
        Map<String, Long> outcomes = new TreeMap<>();
        for (FlowAccount account : books) {
            if (account.getTopology().equals(TapeClient.INTELLIGENCE) && received.contains(account.getTopic())) {
                account.getFiltered().forEach((why, count) -> outcomes.merge("filtered:" + why, count, Long::sum));
                account.getDeadLettered().forEach((why, count) -> outcomes.merge("dead:" + why, count, Long::sum));
            }
        }
        return outcomes;
    }

    private static void assertEachDeadLetterIsThereOnce(TapeClient client, Collection<FlowAccount> books) {
        Map<String, Set<String>> readers = new HashMap<>();
        Map<String, Long> booked = new TreeMap<>();
        for (FlowAccount account : books) {
            readers.computeIfAbsent(account.getTopic(), topic -> new HashSet<>())
                    .add(account.getTopology());
            account.getDeadLettered().forEach((why, count) -> booked.merge(why, count, Long::sum));
        }
        Map<String, Long> letters = new TreeMap<>();
        Map<String, Integer> origins = new HashMap<>();
        client.forEach(client.topics().dlq, letter -> {
            String topic = header(letter, "topic");
            String origin = topic + '-' + header(letter, "partition") + '@' + header(letter, "offset");
            assertThat(origins.merge(origin, 1, Integer::sum))
                    .as(origin)
                    .isLessThanOrEqualTo(readers.get(topic).size());
            String message = header(letter, "message");
            letters.merge(message.substring(0, message.indexOf(':')), 1L, Long::sum);
        });
        assertThat(letters).isEqualTo(booked);
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(
                record.headers().lastHeader("__streams.errors." + name).value(), StandardCharsets.UTF_8);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
