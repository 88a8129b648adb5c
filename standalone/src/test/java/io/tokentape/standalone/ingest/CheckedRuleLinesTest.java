package io.tokentape.standalone.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.connectors.files.Parsed;
import io.tokentape.connectors.files.RejectReason;
import io.tokentape.schemas.catalogue.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class CheckedRuleLinesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2025-07-01T00:00:00Z"), ZoneOffset.UTC);

    @Test
    void rejectsARuleOfAlertsThatNoMachineCouldWorkWith() {
        assertThat(parse("""
                {"id":"alert.whale","kind":"alert","numbers":{"accounts_weight":2}}"""))
                .asInstanceOf(InstanceOfAssertFactories.type(Parsed.Rejected.class))
                .satisfies(rejected -> {
                    assertThat(rejected.reason()).isEqualTo(RejectReason.BAD_VALUE);
                    assertThat(rejected.detail()).contains("alert.whale", "accounts_weight");
                });
        assertThat(parse("""
                {"id":"alert.whale","kind":"alert","numbers":{"accounts_weight":0.1}}""")).isInstanceOf(Parsed.Accepted.class);
    }

    private static Parsed<?> parse(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return ImportKind.RULES.parser(new Topics("t."), CLOCK).parse(bytes, 0, bytes.length);
    }
}
