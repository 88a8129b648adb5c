package io.tokentape.topology.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AlertRulesTableTest {
    private static final Path DOCUMENT = Path.of("../docs/alerts.md");

    @Test
    void isInTheDocument() throws IOException {
        assertThat(Files.readString(DOCUMENT))
                .as("the table of thresholds in docs/alerts.md is no longer that of alert-rules.tsv")
                .contains(table());
    }

    private static String table() {
        StringBuilder table =
                new StringBuilder("| Rule | Number | Default | Unit | Meaning |\n|---|---|---|---|---|\n");
        for (AlertRules.Number number : AlertRules.shipped().numbers()) {
            table.append("| `%s` | `%s` | %s | %s | %s |\n"
                    .formatted(
                            number.rule(),
                            number.name(),
                            BigDecimal.valueOf(number.byDefault())
                                    .stripTrailingZeros()
                                    .toPlainString(),
                            number.unit(),
                            number.meaning()));
        }
        return table.toString();
    }
}
