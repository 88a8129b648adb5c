package io.tokentape.standalone.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.schemas.avro.FlowAccount;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What must hold of a {@link PoisonTape} once it has been read to its end. */
final class Conservation {
    private static final String DEAD = "dead:";
    private static final String FILTERED = "filtered:";

    private Conservation() {}

    /**
     * The books close, each poison is among the dead letters once, and each id that must come has come, once.
     *
     * @return what each id was given as
     */
    static Map<String, Long> assertHeld(TapeClient client, PoisonTape tape) {
        assertBooksClose(client, tape);
        assertThat(deadLetters(client)).isEqualTo(withPrefix(DEAD, tape.expectedOutcomes()));
        Map<String, Long> found = client.intelligence();
        assertThat(found.keySet()).isEqualTo(tape.expectedIds());
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
                account.getFiltered().forEach((why, count) -> outcomes.merge(FILTERED + why, count, Long::sum));
                account.getDeadLettered().forEach((why, count) -> outcomes.merge(DEAD + why, count, Long::sum));
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
            byReason.merge(DEAD + message.substring(0, message.indexOf(':')), 1L, Long::sum);
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
}
