package io.tokentape.topology.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tokentape.topology.state.PoolPrices.Agreed;
import io.tokentape.topology.state.PoolPrices.Quote;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PoolPricesTest {
    @Test
    void onePoolIsItsOwnPrice() {
        assertThat(PoolPrices.of(List.of(new Quote(3, 500)))).isEqualTo(new Agreed(3, 1, 500, Double.NaN));
        assertThat(PoolPrices.of(List.of(new Quote(3, 0)))).isEqualTo(new Agreed(3, 1, Double.NaN, Double.NaN));
    }

    @Test
    void theHeavierOfTwoHolds() {
        assertThat(PoolPrices.of(List.of(new Quote(1, 300), new Quote(2, 100)))).isEqualTo(new Agreed(1, 2, 400, 1));
    }

    @Test
    void twoOfOneWeightMeetInTheMiddle() {
        assertThat(PoolPrices.of(List.of(new Quote(1, 100), new Quote(2, 100))).usd())
                .isEqualTo(1.5);
    }

    @Test
    void withoutLiquidityEachPoolCountsOnce() {
        assertThat(PoolPrices.of(List.of(new Quote(1, 0), new Quote(5, 0), new Quote(2, 0))))
                .isEqualTo(new Agreed(2, 3, Double.NaN, 4));
    }

    /** A thin pool has less than a tenth of the heaviest one's liquidity. */
    @Test
    void aThinPoolMovesThePriceByNoMoreThanAPercentWhateverItSays() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            List<Quote> quotes = new ArrayList<>();
            double spread = random.nextBoolean() ? 0.02 : 3;
            double heaviest = 0;
            for (int j = 1 + random.nextInt(6); j > 0; j--) {
                double weight = Math.exp(random.nextDouble() * 12);
                quotes.add(new Quote(1 + spread * random.nextDouble(), weight));
                heaviest = Math.max(heaviest, weight);
            }
            double before = PoolPrices.of(quotes).usd();
            quotes.add(new Quote(
                    Math.exp((random.nextDouble() - 0.5) * 60),
                    heaviest * PoolPrices.THIN_SHARE * 0.999 * random.nextDouble()));
            Collections.shuffle(quotes, random);

            assertThat(PoolPrices.of(quotes).usd() / before).isEqualTo(1, within(0.01));
        }
    }

    @Test
    void theOrderOfPoolsDoesNotMatter() {
        Random random = new Random(4);
        List<Quote> quotes = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            quotes.add(new Quote(1 + random.nextInt(4), 100 * (1 + random.nextInt(4))));
        }
        Agreed agreed = PoolPrices.of(quotes);
        for (int i = 0; i < 100; i++) {
            Collections.shuffle(quotes, random);
            assertThat(PoolPrices.of(quotes)).isEqualTo(agreed);
        }
    }

    @Test
    void aPoolWeighsWhatItsOtherSideIsWorth() {
        assertThat(weight(Map.of(StateFact.LIQUIDITY_USD, 1_000.0))).isEqualTo(1_000);
        assertThat(weight(Map.of(
                        StateFact.LIQUIDITY_USD, 1_000.0, StateFact.LIQUIDITY_BASE, 250.0, StateFact.PRICE_USD, 2.0)))
                .isEqualTo(1_000);
        // A million of its own units at its own price, and ten dollars on the other side.
        assertThat(weight(Map.of(
                        StateFact.LIQUIDITY_USD, 1_000_010.0, StateFact.LIQUIDITY_BASE, 1e6, StateFact.PRICE_USD, 1.0)))
                .isEqualTo(20);
        assertThat(weight(Map.of())).isZero();
        assertThat(weight(Map.of(StateFact.LIQUIDITY_USD, Double.NaN))).isZero();
    }

    @Test
    void aPoolThatTradesWithItselfWeighsLess() {
        assertThat(weight(Map.of(StateFact.LIQUIDITY_USD, 1_000.0, StateFact.VOLUME_24H_USD, 20_000.0)))
                .isEqualTo(1_000);
        assertThat(weight(Map.of(StateFact.LIQUIDITY_USD, 1_000.0, StateFact.VOLUME_24H_USD, 200_000.0)))
                .isEqualTo(100);
        assertThat(weight(Map.of(
                        StateFact.LIQUIDITY_USD, 1_000.0,
                        StateFact.BUYS_24H, 400L,
                        StateFact.SELLS_24H, 400L,
                        StateFact.BUYERS_24H, 2L,
                        StateFact.SELLERS_24H, 2L)))
                .isEqualTo(100);
    }

    private static double weight(Map<StateFact, Object> facts) {
        KnownFacts known = new KnownFacts();
        Observation origin = new Observation("p", "pool", 0, 0, facts);
        facts.forEach((fact, value) -> known.offer(fact, value, origin));
        return PoolPrices.weight(known);
    }
}
