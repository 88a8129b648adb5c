package io.tokentape.topology.mention;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tokens of a layer that claim the same words, symbol or address. A token stands here once, with its versions behind
 * it, so that finding what held at a time costs the same whether it has one version or thousands. Immutable.
 */
final class Claimants {
    private static final Comparator<Claim> BY_END =
            Comparator.comparingLong((Claim claim) -> claim.version().until()).thenComparing(Claim::role);

    static final Claimants NONE = new Claimants(null, new Claim[0]);

    /** The claims of each token by the end of their time, in the order of {@code best}; null where each holds always. */
    private final Claim[][] tokens;

    /** The best claim that each token ever had, the best token first; where all hold always, every claim. */
    private final Claim[] best;

    private Claimants(Claim[][] tokens, Claim[] best) {
        this.tokens = tokens;
        this.best = best;
    }

    static Claimants of(List<Claim> claims) {
        if (claims.stream().allMatch(claim -> claim.version().holdsAlways())) {
            Claim[] all = claims.toArray(Claim[]::new);
            Arrays.sort(all, Claim::better);
            return new Claimants(null, all);
        }
        Map<String, List<Claim>> byToken = new LinkedHashMap<>();
        for (Claim claim : claims) {
            byToken.computeIfAbsent(claim.version().entry().id(), id -> new ArrayList<>(2))
                    .add(claim);
        }
        List<List<Claim>> ordered = new ArrayList<>(byToken.values());
        ordered.forEach(token -> token.sort(Claim::better));
        ordered.sort((a, b) -> Claim.better(a.get(0), b.get(0)));
        Claim[][] tokens = new Claim[ordered.size()][];
        Claim[] best = new Claim[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            best[i] = ordered.get(i).get(0);
            tokens[i] = ordered.get(i).toArray(Claim[]::new);
            Arrays.sort(tokens[i], BY_END);
        }
        return new Claimants(tokens, best);
    }

    /** Every claim, best first, where each holds at any time; null where the time matters. Not to be changed. */
    Claim[] always() {
        return tokens == null ? best : null;
    }

    int size() {
        return best.length;
    }

    /** The best claim that a token ever had: at no time has it a better one. */
    Claim best(int token) {
        return best[token];
    }

    /** Adds the claims that a token has at a time. */
    void addHeld(int token, long at, List<Claim> held) {
        if (tokens == null) {
            held.add(best[token]);
            return;
        }
        Claim[] claims = tokens[token];
        int low = 0;
        int high = claims.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (claims[middle].version().until() > at) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        for (int i = low; i < claims.length && claims[i].version() == claims[low].version(); i++) {
            if (claims[i].version().holdsAt(at)) {
                held.add(claims[i]);
            }
        }
    }
}
