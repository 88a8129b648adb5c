package io.tokentape.standalone.dlq;

import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.standalone.CommandException;
import io.tokentape.topology.runtime.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends dead letters back to where they came from: key, bytes, partition, timestamp and headers as they were, one attempt
 * more. Each goes out in one transaction with a mark in the dead-letter topic, so that none is sent twice, also when this is
 * killed half-way, runs again, or runs twice at the same time: the later one ends the transactions of the earlier one, and
 * then reads the marks.
 */
final class Redrive {
    private static final int BATCH = 500;
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final Map<String, String> clientSettings;
    private final Topics topics;
    private final int maxAttempts;

    Redrive(Map<String, String> clientSettings, Topics topics, int maxAttempts) {
        this.clientSettings = clientSettings;
        this.topics = topics;
        this.maxAttempts = maxAttempts;
    }

    /** What becomes of a letter that was asked for. */
    sealed interface Verdict {
        /** It is on its way; in a dry run, it would be. */
        record Sent() implements Verdict {}

        /** @param why one line */
        record Refused(String why) implements Verdict {}
    }

    /** Tells what would be sent, and sends nothing. */
    void dryRun(Predicate<DeadLetter> wanted, BiConsumer<DeadLetter, Verdict> told) {
        try (KafkaProducer<byte[], byte[]> producer = producer(false)) {
            Targets targets = new Targets(producer);
            DeadLetterTopic dead = DeadLetterTopic.committed(clientSettings, topics);
            dead.letters(letter -> {
                if (wanted.test(letter) && !dead.isRedriven(letter)) {
                    told.accept(letter, verdict(letter, targets));
                }
            });
        }
    }

    /** Sends the letters that are wanted and were not sent before. */
    void run(Predicate<DeadLetter> wanted, BiConsumer<DeadLetter, Verdict> told) {
        try (KafkaProducer<byte[], byte[]> producer = producer(true)) {
            producer.initTransactions();
            Targets targets = new Targets(producer);
            DeadLetterTopic dead = DeadLetterTopic.whole(clientSettings, topics);
            List<DeadLetter> batch = new ArrayList<>();
            dead.letters(letter -> {
                if (!wanted.test(letter) || dead.isRedriven(letter)) {
                    return;
                }
                Verdict verdict = verdict(letter, targets);
                if (verdict instanceof Verdict.Refused) {
                    told.accept(letter, verdict);
                    return;
                }
                batch.add(letter);
                if (batch.size() == BATCH) {
                    send(producer, batch, told);
                    batch.clear();
                }
            });
            send(producer, batch, told);
        } catch (ProducerFencedException e) {
            throw new CommandException("another redrive has taken over; what was reported is done", e);
        }
    }

    private Verdict verdict(DeadLetter letter, Targets targets) {
        if (letter.attempts() >= maxAttempts) {
            return new Verdict.Refused(
                    "sent again " + letter.attempts() + " times already: mend the cause, then raise --max-attempts");
        }
        if (letter.timestamp() < 0) {
            return new Verdict.Refused("its timestamp is negative, which nobody can send");
        }
        return targets.problem(letter).<Verdict>map(Verdict.Refused::new).orElseGet(Verdict.Sent::new);
    }

    private void send(
            KafkaProducer<byte[], byte[]> producer, List<DeadLetter> batch, BiConsumer<DeadLetter, Verdict> told) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            producer.beginTransaction();
            for (DeadLetter letter : batch) {
                producer.send(original(letter));
                producer.send(mark(letter));
            }
            producer.commitTransaction();
        } catch (ProducerFencedException | AuthorizationException e) {
            throw e;
        } catch (KafkaException e) {
            producer.abortTransaction();
            if (!tooLarge(e)) {
                throw e;
            }
            if (batch.size() > 1) {
                // One of them spoils the rest: each by itself shows which.
                batch.forEach(letter -> send(producer, List.of(letter), told));
            } else {
                told.accept(
                        batch.get(0),
                        new Verdict.Refused("with the header that counts attempts it is larger than its topic takes"));
            }
            return;
        }
        batch.forEach(letter -> told.accept(letter, new Verdict.Sent()));
    }

    private static boolean tooLarge(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RecordTooLargeException) {
                return true;
            }
        }
        return false;
    }

    private static ProducerRecord<byte[], byte[]> original(DeadLetter letter) {
        return new ProducerRecord<>(
                letter.topic(),
                letter.partition(),
                letter.timestamp(),
                letter.record().key(),
                letter.record().value(),
                letter.headersToSend());
    }

    private ProducerRecord<byte[], byte[]> mark(DeadLetter letter) {
        byte[] position = letter.position().toString().getBytes(StandardCharsets.US_ASCII);
        return new ProducerRecord<>(
                topics.dlq.name(),
                letter.position().partition(),
                letter.record().timestamp(),
                null,
                null,
                new RecordHeaders().add(DeadLetterHeaders.REDRIVEN, position));
    }

    private KafkaProducer<byte[], byte[]> producer(boolean transactional) {
        Map<String, Object> settings = new HashMap<>(clientSettings);
        if (transactional) {
            settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topics.prefix() + "dlq-redrive");
        }
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.DEAD_LETTER_BYTES);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, ANSWER.toMillis());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Which topics are there to send to; each is asked for once. */
    private static final class Targets {
        private final KafkaProducer<byte[], byte[]> producer;
        private final Map<String, Set<Integer>> partitions = new HashMap<>();

        private Targets(KafkaProducer<byte[], byte[]> producer) {
            this.producer = producer;
        }

        private Optional<String> problem(DeadLetter letter) {
            if (letter.topic().isEmpty() || letter.partition() < 0) {
                return Optional.of("its headers do not say where it came from");
            }
            boolean there =
                    partitions.computeIfAbsent(letter.topic(), this::ask).contains(letter.partition());
            return there
                    ? Optional.empty()
                    : Optional.of(letter.topic() + " has no partition " + letter.partition() + " any more");
        }

        private Set<Integer> ask(String topic) {
            try {
                return producer.partitionsFor(topic).stream()
                        .map(PartitionInfo::partition)
                        .collect(Collectors.toUnmodifiableSet());
            } catch (KafkaException e) {
                return Set.of();
            }
        }
    }
}
