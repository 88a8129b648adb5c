package io.tokentape.topology.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WilsonIntervalTest {
    /** Reference values by the formula worked to four digits. */
    @ParameterizedTest
    @CsvSource({"0,1,0,0.7935", "1,1,0.2065,1", "5,10,0.2366,0.7634", "0,100,0,0.0370", "30,200,0.1072,0.2061"})
    void isWilsons(long hits, long n, double low, double high) {
        WilsonInterval interval = WilsonInterval.of(hits, n);

        assertThat(interval.low()).isCloseTo(low, within(1e-4));
        assertThat(interval.high()).isCloseTo(high, within(1e-4));
    }
}
