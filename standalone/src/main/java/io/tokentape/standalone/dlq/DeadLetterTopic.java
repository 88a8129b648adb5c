package io.tokentape.standalone.dlq;

import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.standalone.cluster.CommittedRecords;
import io.tokentape.topology.runtime.DeadLetterHeaders;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The dead-letter topic as it is at one moment. Beside letters it holds marks, records that say which letter was sent
 * again: they were written in one transaction with that.
 */
final class DeadLetterTopic {
    private final CommittedRecords records;
    private final Set<Position> redriven = new HashSet<>();

    private DeadLetterTopic(CommittedRecords records) {
        this.records = records;
        records.read(record -> mark(record).ifPresent(position -> redriven.add(Position.parse(position))));
    }

    /** What is committed by now. */
    static DeadLetterTopic committed(Map<String, String> clientSettings, Topics topics) {
        return new DeadLetterTopic(CommittedRecords.now(clientSettings, topics.dlq.name()));
    }

    /** All that is written by now. A mark may lie behind a transaction of someone else that is still open. */
    static DeadLetterTopic whole(Map<String, String> clientSettings, Topics topics) {
        return new DeadLetterTopic(CommittedRecords.ofAllWritten(clientSettings, topics.dlq.name()));
    }

    boolean isRedriven(DeadLetter letter) {
        return redriven.contains(letter.position());
    }

    /** Every letter, in the order of its partition. */
    void letters(Consumer<DeadLetter> each) {
        records.read(record -> {
            if (mark(record).isEmpty()) {
                each.accept(DeadLetter.of(record));
            }
        });
    }

    private static Optional<String> mark(ConsumerRecord<byte[], byte[]> record) {
        return DeadLetter.text(record.headers(), DeadLetterHeaders.REDRIVEN);
    }
}
