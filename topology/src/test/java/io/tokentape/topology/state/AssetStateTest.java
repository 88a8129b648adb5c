package io.tokentape.topology.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AssetStateTest {
    private static final long NOW = 1_750_000_000_000L;
    private static final long MINUTE = 60_000;

    private static Observation seen(String provider, String pool, int minutesAgo, Map<StateFact, Object> facts) {
        return new Observation(provider, pool, NOW - minutesAgo * MINUTE, NOW - minutesAgo * MINUTE, facts);
    }

    private static Map<StateFact, Object> pool(double price, double liquidity) {
        return Map.of(StateFact.PRICE_USD, price, StateFact.LIQUIDITY_USD, liquidity);
    }

    @Test
    void ofTheAssetsOwnFactsTheLatestHoldsEachByItself() {
        Observation older = seen("a", null, 9, Map.of(StateFact.HOLDERS, 5L, StateFact.BUY_TAX, 0.1));
        Observation newer = seen("b", "pool", 3, Map.of(StateFact.HOLDERS, 6L));

        AssetState state = new AssetState(List.of(older, newer), NOW);

        assertThat(state.value(StateFact.HOLDERS)).isEqualTo(6L);
        assertThat(state.value(StateFact.BUY_TAX)).isEqualTo(0.1);
        assertThat(state.value(StateFact.SELL_TAX)).isNull();
        assertThat(state.byOrigin())
                .containsExactly(
                        Map.entry(newer, List.of(StateFact.HOLDERS)), Map.entry(older, List.of(StateFact.BUY_TAX)));
    }

    @Test
    void ofPoolsTheHeaviestHoldsWithAllThatItSays() {
        Map<StateFact, Object> deep = new EnumMap<>(pool(1.0, 900_000));
        deep.put(StateFact.VOLUME_24H_USD, 7.0);
        AssetState state = new AssetState(
                List.of(
                        seen("dex", "deep", 5, deep),
                        seen("dex", "thin", 1, pool(90.0, 500)),
                        seen("other", null, 2, Map.of(StateFact.PRICE_USD, 1.1, StateFact.MARKET_CAP_USD, 4e6))),
                NOW);

        assertThat(state.mainPool()).isEqualTo("deep");
        assertThat(state.number(StateFact.PRICE_USD)).isEqualTo(1);
        assertThat(state.number(StateFact.VOLUME_24H_USD)).isEqualTo(7);
        assertThat(state.number(StateFact.MARKET_CAP_USD)).isEqualTo(4e6);
        assertThat(state.price()).isEqualTo(new AssetState.Price(1, 1, 1, 900_000, Double.NaN));
    }

    @Test
    void twoProvidersOfOnePoolAreOnePool() {
        AssetState state = new AssetState(
                List.of(seen("a", "pool", 5, pool(1.0, 1_000)), seen("b", "pool", 1, pool(1.2, 1_100))), NOW);

        assertThat(state.price()).isEqualTo(new AssetState.Price(1.2, 1, 0, 1_100, Double.NaN));
        assertThat(state.origin(StateFact.PRICE_USD).provider()).isEqualTo("b");
    }

    @Test
    void aPoolOfYesterdayHasNoSayBesideOneOfNow() {
        AssetState state = new AssetState(
                List.of(seen("dex", "dead", 2_000, pool(50.0, 9e6)), seen("dex", "alive", 1, pool(1.0, 1_000))), NOW);

        assertThat(state.mainPool()).isEqualTo("alive");
        assertThat(state.price()).isEqualTo(new AssetState.Price(1, 1, 1, 1_000, Double.NaN));
    }

    @Test
    void whereNoPoolHasAPriceOfLateTheNewestHolds() {
        Observation dead = seen("dex", "dead", 2_000, pool(50.0, 9e6));
        Observation whole = seen("coins", null, 1, Map.of(StateFact.PRICE_USD, 2.0));

        AssetState state = new AssetState(List.of(dead, whole), NOW);

        assertThat(state.number(StateFact.PRICE_USD)).isEqualTo(2);
        assertThat(state.number(StateFact.LIQUIDITY_USD)).isEqualTo(9e6);
        assertThat(state.price()).isEqualTo(new AssetState.Price(2, 0, 1, Double.NaN, Double.NaN));
        assertThat(state.freshness(StateFact.PRICE_USD)).isEqualTo(1);
        assertThat(state.freshness(StateFact.LIQUIDITY_USD)).isEqualTo(30.0 / 2_000);
        assertThat(state.freshness(StateFact.VOLUME_1H_USD)).isZero();

        AssetState alone = new AssetState(List.of(dead), NOW);
        assertThat(alone.price()).isEqualTo(new AssetState.Price(50, 1, 0, Double.NaN, Double.NaN));
        assertThat(alone.freshness(StateFact.PRICE_USD)).isEqualTo(15.0 / 2_000);
    }

    @Test
    void ofOneMomentTheLastProviderByNameHoldsInWhateverOrder() {
        List<Observation> seen = new ArrayList<>(List.of(
                seen("a", null, 1, Map.of(StateFact.HOLDERS, 1L)),
                seen("b", null, 1, Map.of(StateFact.HOLDERS, 2L)),
                seen("b", "pool", 1, Map.of(StateFact.HOLDERS, 3L))));
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(seen, new Random(i));
            assertThat(new AssetState(seen, NOW).value(StateFact.HOLDERS)).isEqualTo(3L);
        }
    }

    @Test
    void aPriceOfNothingIsNone() {
        AssetState state = new AssetState(List.of(seen("dex", "pool", 1, pool(0.0, 1_000))), NOW);

        assertThat(state.price()).isNull();
    }

    @Test
    void relianceFallsWithWhatIsStaleOrUnknownAndSaysSo() {
        Map<StateFact, Object> all = Map.of(
                StateFact.PRICE_USD,
                1.0,
                StateFact.LIQUIDITY_USD,
                5.0,
                StateFact.HONEYPOT,
                false,
                StateFact.HOLDERS,
                9L);

        assertThat(Reliance.on("x:a", new AssetState(List.of(seen("p", null, 1, all)), NOW)))
                .isEqualTo(new Reliance(1, List.of()));
        assertThat(Reliance.on("x:a", new AssetState(List.of(seen("p", null, 30, all)), NOW)))
                .isEqualTo(new Reliance(0.8, List.of("stale:price")));
        assertThat(Reliance.on(
                        "x:a", new AssetState(List.of(seen("p", null, 1, Map.of(StateFact.HONEYPOT, true))), NOW)))
                .isEqualTo(new Reliance(0.3, List.of("unknown:price", "unknown:liquidity", "unknown:holders")));
        assertThat(Reliance.on(
                        "x:native", new AssetState(List.of(seen("p", null, 1, Map.of(StateFact.PRICE_USD, 1.0))), NOW)))
                .isEqualTo(new Reliance(1, List.of()));
    }

    @Test
    void anObservationAheadOfThePostHasNoAge() {
        assertThat(seen("p", null, -5, Map.of()).ageMillis(NOW)).isZero();
    }
}
