package io.tokentape.standalone.dlq;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where a record of the dead-letter topic lies; its id for whoever asks. */
record Position(int partition, long offset) {
    static Position of(ConsumerRecord<?, ?> record) {
        return new Position(record.partition(), record.offset());
    }

    /** @throws IllegalArgumentException when the text is no {@code partition@offset} */
    static Position parse(String text) {
        if (!text.matches("\\d{1,9}@\\d{1,18}")) {
            throw new IllegalArgumentException("'" + text + "' is no id of a dead letter, such as 0@12");
        }
        int at = text.indexOf('@');
        return new Position(Integer.parseInt(text.substring(0, at)), Long.parseLong(text.substring(at + 1)));
    }

    @Override
    public String toString() {
        return partition + "@" + offset;
    }
}
