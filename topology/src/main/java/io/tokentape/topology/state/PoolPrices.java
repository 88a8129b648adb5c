package io.tokentape.topology.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The price that pools agree on: the median of their prices, weighted by liquidity.
 *
 * <p>A pool counts by what a seller could take out of it: at most twice the side it is paired with, since the asset's own
 * side is worth whatever the pool says. A pool that turns over more than {@link #MOST_TURNOVER} times its liquidity a day,
 * or whose wallets trade more than {@link #MOST_TRADES_A_WALLET} times each, counts for less in that proportion: such
 * trade is with oneself. Pools thinner than {@link #THIN_SHARE} of the heaviest are left out, so that one of them moves
 * nothing, whatever its price.
 */
final class PoolPrices {
    /** The busiest honest pools turn over some ten times their liquidity a day. */
    static final double MOST_TURNOVER = 20;

    /** Bots of the busiest honest pools included. */
    static final double MOST_TRADES_A_WALLET = 20;

    static final double THIN_SHARE = 0.1;

    /**
     * A pool's say.
     *
     * @param priceUsd above 0
     * @param weight of its liquidity, in dollars; 0 = not known
     */
    record Quote(double priceUsd, double weight) {}

    /**
     * What came of it.
     *
     * @param usd the price
     * @param pools how many pools it is from
     * @param liquidityUsd the sum of their weights; NaN = not known
     * @param spread largest price by smallest, less 1; NaN = fewer than two pools
     */
    record Agreed(double usd, int pools, double liquidityUsd, double spread) {}

    private PoolPrices() {}

    /** @param quotes at least one */
    static Agreed of(List<Quote> quotes) {
        double heaviest = quotes.stream().mapToDouble(Quote::weight).max().orElseThrow();
        List<Quote> counted = new ArrayList<>();
        for (Quote quote : quotes) {
            if (quote.weight >= THIN_SHARE * heaviest) {
                counted.add(quote);
            }
        }
        counted.sort(Comparator.comparingDouble(Quote::priceUsd).thenComparingDouble(Quote::weight));
        boolean weighed = heaviest > 0;
        double liquidity = weighed ? counted.stream().mapToDouble(Quote::weight).sum() : Double.NaN;
        double lowest = counted.get(0).priceUsd;
        double highest = counted.get(counted.size() - 1).priceUsd;
        return new Agreed(
                median(counted, weighed),
                counted.size(),
                liquidity,
                counted.size() > 1 ? highest / lowest - 1 : Double.NaN);
    }

    private static double median(List<Quote> sorted, boolean weighed) {
        double half = (weighed ? sorted.stream().mapToDouble(Quote::weight).sum() : sorted.size()) / 2;
        double below = 0;
        for (int i = 0; i < sorted.size(); i++) {
            below += weighed ? sorted.get(i).weight : 1;
            if (below > half || i == sorted.size() - 1) {
                return sorted.get(i).priceUsd;
            }
            if (below == half) {
                return (sorted.get(i).priceUsd + sorted.get(i + 1).priceUsd) / 2;
            }
        }
        throw new IllegalArgumentException("no quotes");
    }

    /** What a pool weighs, in dollars; 0 where its liquidity is not known. */
    static double weight(KnownFacts pool) {
        double liquidity = pool.number(StateFact.LIQUIDITY_USD);
        if (!(liquidity > 0)) {
            return 0;
        }
        double own = pool.number(StateFact.LIQUIDITY_BASE) * pool.number(StateFact.PRICE_USD);
        if (own >= 0) {
            liquidity = Math.min(liquidity, 2 * Math.max(0, liquidity - own));
        }
        double turnover = pool.number(StateFact.VOLUME_24H_USD) / liquidity;
        if (turnover > MOST_TURNOVER) {
            liquidity *= MOST_TURNOVER / turnover;
        }
        double trades = pool.number(StateFact.BUYS_24H) + pool.number(StateFact.SELLS_24H);
        // A wallet that buys and sells counts twice, which lets an honest pool off.
        double wallets = pool.number(StateFact.BUYERS_24H) + pool.number(StateFact.SELLERS_24H);
        double tradesEach = trades / Math.max(1, wallets);
        if (tradesEach > MOST_TRADES_A_WALLET) {
            liquidity *= MOST_TRADES_A_WALLET / tradesEach;
        }
        return liquidity;
    }
}
