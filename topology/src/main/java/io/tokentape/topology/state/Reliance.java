package io.tokentape.topology.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How far a joined state can be relied on: the weighted mean of how fresh its price, liquidity, contract and holders are.
 * Only the price counts for a chain's own coin, which has no contract.
 *
 * @param confidence 0..1
 * @param doubts {@code stale:<kind>} and {@code unknown:<kind>}, in order of weight
 */
public record Reliance(double confidence, List<String> doubts) {
    private static final String NATIVE = ":native";

    /** What is asked, by the freshest of the facts that answer it. */
    private enum Question {
        PRICE(40, FactKind.PRICE, StateFact.PRICE_USD),
        CONTRACT(
                30,
                FactKind.CONTRACT,
                StateFact.HONEYPOT,
                StateFact.CANNOT_SELL,
                StateFact.MINTABLE,
                StateFact.FREEZABLE,
                StateFact.PROVIDER_RISK),
        LIQUIDITY(20, FactKind.LIQUIDITY, StateFact.LIQUIDITY_USD),
        HOLDERS(10, FactKind.HOLDERS, StateFact.HOLDERS, StateFact.TOP10_SHARE);

        final int weight;
        final FactKind kind;
        final StateFact[] facts;

        Question(int weight, FactKind kind, StateFact... facts) {
            this.weight = weight;
            this.kind = kind;
            this.facts = facts;
        }

        double freshness(AssetState state) {
            double freshest = 0;
            for (StateFact fact : facts) {
                freshest = Math.max(freshest, state.freshness(fact));
            }
            return freshest;
        }
    }

    public Reliance {
        doubts = List.copyOf(doubts);
    }

    public static Reliance on(String asset, AssetState state) {
        boolean isNative = asset.endsWith(NATIVE);
        double sum = 0;
        int weights = 0;
        List<String> doubts = new ArrayList<>();
        for (Question question : Question.values()) {
            if (isNative && question != Question.PRICE) {
                continue;
            }
            double freshness = question.freshness(state);
            sum += question.weight * freshness;
            weights += question.weight;
            if (freshness < 1) {
                doubts.add((freshness == 0 ? "unknown:" : "stale:")
                        + question.kind.name().toLowerCase(Locale.ROOT));
            }
        }
        return new Reliance(sum / weights, doubts);
    }
}
