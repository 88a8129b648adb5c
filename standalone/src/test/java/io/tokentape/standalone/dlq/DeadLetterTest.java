package io.tokentape.standalone.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.topology.account.TapeTime;
import io.tokentape.topology.runtime.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
    private final ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("dead", 0, 7, null, new byte[0]);

    @Test
    void believesTheStepOverTheHeadersOfAConnector() {
        header("__connect.errors.topic", "elsewhere");
        header("__connect.errors.connector.name", "somebody");
        header("__streams.errors.topic", "raw.posts");
        header(DeadLetterHeaders.STEP, "parse");

        DeadLetter letter = DeadLetter.of(record);

        assertThat(letter.step()).isEqualTo("parse");
        assertThat(letter.topic()).isEqualTo("raw.posts");
        assertThat(letter.ofStep()).isTrue();
    }

    @Test
    void takesTheRecordsTimeWhereTheHeaderIsNoNumber() {
        header(TapeTime.OUT_OF_RANGE_HEADER, "soon");

        assertThat(DeadLetter.of(record).timestamp()).isEqualTo(record.timestamp());
    }

    @Test
    void keepsTheTimeThatWasOutOfRange() {
        header(TapeTime.OUT_OF_RANGE_HEADER, Long.toString(Long.MAX_VALUE));

        assertThat(DeadLetter.of(record).timestamp()).isEqualTo(Long.MAX_VALUE);
    }

    private void header(String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
