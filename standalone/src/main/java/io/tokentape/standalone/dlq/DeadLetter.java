package io.tokentape.standalone.dlq;

import io.tokentape.topology.account.PoisonException;
import io.tokentape.topology.account.TapeTime;
import io.tokentape.topology.runtime.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A record that a step or a connector put aside.
 *
 * @param topic where it was read; empty = its headers do not say
 * @param partition where it was read; negative = its headers do not say
 * @param offset where it was read; negative = its headers do not say
 * @param step the topology's step, or the connector, that put it aside
 * @param reason one of a closed set: the step's own word, else the kind of the exception
 * @param attempts how often it has been sent again before
 * @param record as it lies in the dead-letter topic
 */
record DeadLetter(
        Position position,
        String topic,
        int partition,
        long offset,
        String step,
        String reason,
        String message,
        int attempts,
        ConsumerRecord<byte[], byte[]> record) {
    private static final String STREAMS = "__streams.errors.";
    private static final String CONNECT = "__connect.errors.";
    private static final String UNKNOWN = "unknown";

    static DeadLetter of(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = record.headers();
        boolean connect = ofConnector(headers);
        String from = connect ? CONNECT : STREAMS;
        String exception = text(headers, connect ? CONNECT + "exception.class.name" : STREAMS + "exception")
                .orElse(UNKNOWN);
        String message = text(headers, connect ? CONNECT + "exception.message" : STREAMS + "message")
                .orElse("");
        String step = connect
                ? text(headers, CONNECT + "connector.name").orElse(UNKNOWN)
                : text(headers, DeadLetterHeaders.STEP).orElse(UNKNOWN);
        return new DeadLetter(
                Position.of(record),
                text(headers, from + "topic").orElse(""),
                (int) number(headers, from + "partition"),
                number(headers, from + "offset"),
                step,
                reason(exception, message),
                message,
                Math.max(0, (int) number(headers, DeadLetterHeaders.ATTEMPTS)),
                record);
    }

    private static String reason(String exception, String message) {
        int colon = message.indexOf(": ");
        if (exception.equals(PoisonException.class.getName()) && colon > 0) {
            return message.substring(0, colon);
        }
        return exception.substring(exception.lastIndexOf('.') + 1);
    }

    /** Whether a step of the topology put it aside; else a connector did. */
    boolean ofStep() {
        return !ofConnector(record.headers());
    }

    /** A record may come to a step with the headers of a connector on it; the step's own name then tells. */
    private static boolean ofConnector(Headers headers) {
        return text(headers, DeadLetterHeaders.STEP).isEmpty()
                && text(headers, CONNECT + "topic").isPresent();
    }

    /** When the record was put on the tape: its own timestamp, also where that was out of range. */
    long timestamp() {
        Optional<String> outOfRange = text(record.headers(), TapeTime.OUT_OF_RANGE_HEADER);
        try {
            return outOfRange.isPresent() ? Long.parseLong(outOfRange.get()) : record.timestamp();
        } catch (NumberFormatException e) {
            // Anybody may write headers, and one letter must not hide the others.
            return record.timestamp();
        }
    }

    /** The headers with which it came, and one that counts the attempts. */
    Headers headersToSend() {
        Headers headers = new RecordHeaders();
        for (Header header : record.headers()) {
            if (!ofTheFailure(header.key())) {
                headers.add(header);
            }
        }
        return headers.add(
                DeadLetterHeaders.ATTEMPTS, Integer.toString(attempts + 1).getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean ofTheFailure(String header) {
        return header.startsWith(STREAMS)
                || header.startsWith(CONNECT)
                || header.equals(DeadLetterHeaders.STEP)
                || header.equals(DeadLetterHeaders.ATTEMPTS)
                || header.equals(TapeTime.OUT_OF_RANGE_HEADER);
    }

    static Optional<String> text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }

    private static long number(Headers headers, String name) {
        return text(headers, name)
                .filter(value -> value.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElse(-1L);
    }
}
