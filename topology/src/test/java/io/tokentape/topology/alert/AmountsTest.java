package io.tokentape.topology.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "moved $5 | 5",
                "moved $5,250,000.50 today | 5250000.5",
                "about $1.2M gone | 1200000",
                "USD 3 billion | 3000000000",
                "12.5 million dollars and $3k | 12500000",
                "700,000 USDT | 700000",
                "40bn usd | 40000000000",
                "1.5 BTC | ",
                "$AA rises 5 % | ",
                "5000000 | ",
                "$5 monkeys | 5",
                "in 2025 $ | 2025",
            })
    void readsTheLargestSum(String text, Double amount) {
        assertThat(Amounts.largestUsd(text).stream().boxed().findFirst().orElse(null))
                .isEqualTo(amount);
    }
}
