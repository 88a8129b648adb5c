package io.tokentape.topology.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was known of an asset at one moment, over all providers and pools.
 *
 * <p>Of an asset's own facts the one learned last holds, each by itself. Of facts of a pool those of the asset's main pool
 * hold, so that they fit together: the heaviest (see {@link PoolPrices}) of those with a price of late. What it does not
 * say comes from observations of the asset as a whole; these also hold where they are newer and no pool has a price of
 * late. Of two facts learned at one moment that of the last provider by name holds, then that of the last pool.
 */
public final class AssetState {
    private static final StateFact[] FACTS = StateFact.values();

    private static final Comparator<Observation> NEWEST_FIRST = Comparator.comparingLong(Observation::learnedAt)
            .thenComparing(Observation::provider)
            .thenComparing(Observation::pool, Comparator.nullsFirst(Comparator.naturalOrder()))
            .reversed();

    /** The pools' price and how many of them were left out. */
    public record Price(double usd, int pools, int poolsLeftOut, double liquidityUsd, double spread) {}

    private static final class Pool {
        final String name;
        final KnownFacts facts = new KnownFacts();
        final long newest;
        double weight;
        boolean isFresh;

        Pool(String name, long newest) {
            this.name = name;
            this.newest = newest;
        }
    }

    /** That of the pool which is named last holds among equals, as everywhere. */
    private static final Comparator<Pool> MAIN = Comparator.comparing((Pool pool) -> pool.isFresh)
            .thenComparingDouble(pool -> pool.isFresh ? pool.weight : 0)
            .thenComparingLong(pool -> pool.newest)
            .thenComparing(pool -> pool.name);

    private final long now;
    private final KnownFacts facts = new KnownFacts();
    private final String mainPool;
    private final Price price;

    /**
     * @param known of each provider and pool the last observation, or several where the last says nothing of some facts;
     *     any order, but those of one provider, pool and moment in an order that is always the same
     * @param now the moment that ages count to, epoch milliseconds
     */
    public AssetState(List<Observation> known, long now) {
        this.now = now;
        List<Observation> sorted = new ArrayList<>(known);
        sorted.sort(NEWEST_FIRST);
        KnownFacts whole = new KnownFacts();
        Map<String, Pool> pools = new TreeMap<>();
        for (Observation observation : sorted) {
            Pool pool = observation.pool() == null
                    ? null
                    : pools.computeIfAbsent(observation.pool(), name -> new Pool(name, observation.learnedAt()));
            for (int i = 0; i < observation.size(); i++) {
                StateFact fact = observation.fact(i);
                KnownFacts target = !fact.isOfPool() ? facts : pool == null ? whole : pool.facts;
                target.offer(fact, observation.value(i), observation);
            }
        }
        Optional<Pool> main = mainOf(pools);
        mainPool = main.map(pool -> pool.name).orElse(null);
        for (StateFact fact : FACTS) {
            if (fact.isOfPool()) {
                KnownFacts source = main.isPresent() && isBetter(main.get(), whole, fact) ? main.get().facts : whole;
                if (source.value(fact) != null) {
                    facts.offer(fact, source.value(fact), source.origin(fact));
                }
            }
        }
        price = priceOf(pools);
    }

    private Optional<Pool> mainOf(Map<String, Pool> pools) {
        for (Pool pool : pools.values()) {
            pool.isFresh = pool.facts.isFresh(StateFact.PRICE_USD, now);
            pool.weight = PoolPrices.weight(pool.facts);
        }
        return pools.values().stream().max(MAIN);
    }

    private static boolean isBetter(Pool pool, KnownFacts whole, StateFact fact) {
        Observation ofPool = pool.facts.origin(fact);
        Observation ofWhole = whole.origin(fact);
        return ofPool != null && (ofWhole == null || pool.isFresh || NEWEST_FIRST.compare(ofPool, ofWhole) < 0);
    }

    private Price priceOf(Map<String, Pool> pools) {
        List<PoolPrices.Quote> quotes = new ArrayList<>();
        int withPrice = 0;
        for (Pool pool : pools.values()) {
            double usd = pool.facts.number(StateFact.PRICE_USD);
            withPrice += usd > 0 ? 1 : 0;
            if (usd > 0 && pool.isFresh) {
                quotes.add(new PoolPrices.Quote(usd, pool.weight));
            }
        }
        if (!quotes.isEmpty()) {
            PoolPrices.Agreed agreed = PoolPrices.of(quotes);
            return new Price(
                    agreed.usd(), agreed.pools(), withPrice - agreed.pools(), agreed.liquidityUsd(), agreed.spread());
        }
        double usd = number(StateFact.PRICE_USD);
        if (!(usd > 0)) {
            return null;
        }
        boolean isOfPool = origin(StateFact.PRICE_USD).pool() != null;
        return new Price(usd, isOfPool ? 1 : 0, withPrice - (isOfPool ? 1 : 0), Double.NaN, Double.NaN);
    }

    /** Null = not known. */
    public Object value(StateFact fact) {
        return facts.value(fact);
    }

    /** NaN = not known. */
    public double number(StateFact fact) {
        return facts.number(fact);
    }

    /** Whose the fact is; null = not known. */
    public Observation origin(StateFact fact) {
        return facts.origin(fact);
    }

    /** 0 = not known, 1 = no older than its kind's limit, between when older. */
    public double freshness(StateFact fact) {
        Observation origin = facts.origin(fact);
        return origin == null ? 0 : fact.kind().freshness(origin.ageMillis(now));
    }

    /** The pool whose facts hold; null = none. */
    public String mainPool() {
        return mainPool;
    }

    /** Null = not known. */
    public Price price() {
        return price;
    }

    /** The facts by whose they are, newest first; facts in order of the enum. */
    public Map<Observation, List<StateFact>> byOrigin() {
        Map<Observation, List<StateFact>> byOrigin =
                new TreeMap<>(NEWEST_FIRST.thenComparingLong(Observation::observedAt));
        for (StateFact fact : FACTS) {
            Observation origin = facts.origin(fact);
            if (origin != null) {
                byOrigin.computeIfAbsent(origin, added -> new ArrayList<>()).add(fact);
            }
        }
        return byOrigin;
    }
}
