package io.tokentape.topology.mention;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The hand-kept table of coins, line by line. */
class CoinsTableTest {
    private static final List<String> FOUNDER_SET = List.of(
            "WLD",
            "WIF",
            "JUP",
            "FARTCOIN",
            "HYPE",
            "ZORA",
            "GORK",
            "LAUNCHCOIN",
            "USELESS",
            "PUMP",
            "ZEC",
            "ASTER",
            "XPL",
            "META",
            "MON");

    private static List<String[]> lines() throws IOException {
        return Files.readAllLines(Path.of("src/registry/coins.psv")).stream()
                .map(line -> line.split("\\|", -1))
                .toList();
    }

    @Test
    void everyLineIsWellFormed() throws IOException {
        Set<String> ids = new HashSet<>();
        for (String[] fields : lines()) {
            assertThat(fields).as(String.join("|", fields)).hasSize(6);
            assertThat(ids.add(fields[2])).as(fields[2]).isTrue();
            assertThat(fields[0]).isEqualTo(fields[0].toUpperCase(Locale.ROOT)).isNotEmpty();
            if (!fields[5].isEmpty()) {
                assertThat(LocalDate.parse(fields[5])).isAfter(LocalDate.parse("2009-01-01"));
            }
        }
        assertThat(ids).hasSizeGreaterThan(300);
    }

    @Test
    void everyAddressHasTheFormAndTheCheckSumOfItsChain() throws IOException {
        for (String[] fields : lines()) {
            int colon = fields[4].indexOf(':');
            String address = fields[4].substring(colon + 1);
            if (colon < 0 || address.length() < 30) {
                continue;
            }
            String chain = fields[4].substring(0, colon);
            Addresses.Format format = Addresses.format(address);
            assertThat(format).as(fields[0]).isNotNull();
            assertThat(format.chain() == null || format.chain().equals(chain))
                    .as(fields[4])
                    .isTrue();
        }
    }

    @Test
    void theTokensOfTheFounderSetHaveAnAssetAndATimeFromWhichTheyAreKnown() {
        TokenRegistry registry = TokenRegistry.shipped();
        for (String symbol : FOUNDER_SET) {
            TokenEntry entry = registry.bestBySymbol(symbol).orElseThrow();
            assertThat(entry.primary()).as(symbol).isNotNull();
            assertThat(entry.knownFrom()).as(symbol).isNotNull();
        }
    }
}
