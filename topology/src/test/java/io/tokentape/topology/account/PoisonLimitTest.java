package io.tokentape.topology.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PoisonLimitTest {
    @Test
    void bearsHalfOfTheWindowAndNoMore() {
        PoisonLimit limit = new PoisonLimit(10, 0.5);
        for (int i = 0; i < 5; i++) {
            assertThat(limit.poisoned()).isFalse();
        }
        assertThat(limit.poisoned()).isTrue();
    }

    @Test
    void forgetsWhatLiesBeforeTheWindow() {
        PoisonLimit limit = new PoisonLimit(10, 0.5);
        for (int round = 0; round < 100; round++) {
            for (int i = 0; i < 5; i++) {
                assertThat(limit.poisoned()).isFalse();
            }
            for (int i = 0; i < 5; i++) {
                limit.passed();
            }
        }
    }

    @Test
    void bearsNothingAtShareZero() {
        PoisonLimit limit = new PoisonLimit(10_000, 0);
        assertThat(limit.poisoned()).isTrue();
    }
}
