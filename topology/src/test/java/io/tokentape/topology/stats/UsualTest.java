package io.tokentape.topology.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class UsualTest {
    @Test
    void isMedianAndMedianAbsoluteDeviation() {
        assertThat(Usual.of(new double[] {9, 1, 5, 3, 7}, 5)).isEqualTo(new Usual(5.0, 2.0, 5));
        assertThat(Usual.of(new double[] {0, 0, 4, 100}, 4)).isEqualTo(new Usual(2.0, 2.0, 4));
    }

    @Test
    void isNotKnownFromTooFew() {
        Usual usual = Usual.of(new double[] {1, 2}, 3);

        assertThat(usual).isEqualTo(new Usual(null, null, 2));
        assertThat(usual.velocity(100)).isNull();
        assertThat(Usual.of(new double[0], 1).windows()).isZero();
    }

    @Test
    void measuresVelocityInSpreads() {
        assertThat(new Usual(10.0, 4.0, 30).velocity(22)).isCloseTo(12 / (1.4826 * 4), within(1e-12));
        assertThat(new Usual(10.0, 4.0, 30).velocity(4)).isCloseTo(-6 / (1.4826 * 4), within(1e-12));
    }

    @Test
    void takesNoSpreadForLessThanChanceGives() {
        assertThat(new Usual(0.0, 0.0, 30).velocity(3)).isEqualTo(3);
        assertThat(new Usual(100.0, 0.0, 30).velocity(130)).isEqualTo(3);
    }
}
