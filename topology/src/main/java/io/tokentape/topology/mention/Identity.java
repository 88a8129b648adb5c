package io.tokentape.topology.mention;

import io.tokentape.topology.mention.Mention.Candidate;
import io.tokentape.topology.mention.Mention.Kind;
import io.tokentape.topology.text.Words;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Settles which token each span means. A claimant weighs 1/(rank + 5), times a factor for each kind of evidence in the
 * post: its address, its name or a symbol that is clearly its own, that the author speaks for it, that the post names a chain it is on. A candidate's
 * probability is its share of the weight of all claimants, times the probability that the span means an asset at all.
 * The order in which claimants or evidence come does not matter.
 */
final class Identity {
    private static final int CANDIDATES = 5;

    /** A candidate must have this share of the weight, or the mention stays open. */
    private static final double CLEAR_SHARE = 0.6;

    private static final double ADDRESSED = 1e6;
    private static final double NAMED = 1e3;
    private static final double AUTHORED = 300;
    private static final double ON_CHAIN = 10;
    private static final double UNRANKED = 30_000;

    private final PostContext post;

    /** Tokens that the post names or has the address of, with the factor of the stronger. */
    private final Map<String, Double> evidence = new HashMap<>();

    /** Tokens that something other than a weak span speaks of. */
    private final Set<String> spoken = new HashSet<>();

    private final Map<String, TokenVersion> meant = new HashMap<>();
    private final Set<String> namedWeakly = new HashSet<>();

    /** Made when first needed; null before. */
    private Map<String, List<TokenVersion>> meantByWord;

    /** The first symbol that the post has for a token. */
    private final Map<String, String> writtenAs = new HashMap<>();

    Identity(PostContext post) {
        this.post = post;
    }

    /** One mention for each token, or symbol where the token is not clear, in the order of the post. */
    List<Mention> settle() {
        for (Span span : post.spans()) {
            weigh(span);
        }
        List<Mention> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Span span : post.spans()) {
            if (!span.weak() || supported(span)) {
                Mention mention = settle(span);
                if (seen.add(mention.token() != null ? mention.token() : key(mention))) {
                    found.add(mention);
                }
            }
        }
        return found;
    }

    private void weigh(Span span) {
        if (span.claims().length == 0) {
            return;
        }
        TokenVersion first = span.claims()[0];
        String id = first.entry().id();
        boolean named = span.kind() == Kind.NAME;
        if (span.weak()) {
            if (named) {
                namedWeakly.add(id);
            }
        } else {
            if (span.symbol() != null) {
                writtenAs.putIfAbsent(id, span.symbol());
            }
            if (named || span.kind() == Kind.ADDRESS || span.claims().length == 1 || first.isWellKnown()) {
                spoken.add(id);
            }
        }
        if (span.kind() == Kind.ADDRESS) {
            note(first, ADDRESSED);
        } else if (named && isClear(span.claims()) || !span.weak() && isKnownBySymbol(span)) {
            note(first, NAMED);
        }
    }

    /** Whether a symbol has one claimant, or is that of a large coin beside which the others do not count. */
    private static boolean isKnownBySymbol(Span span) {
        return span.claims().length == 1 || span.isWellKnown() && isClear(span.claims());
    }

    private void note(TokenVersion version, double factor) {
        evidence.merge(version.entry().id(), factor, Math::max);
        meant.put(version.entry().id(), version);
    }

    /** Whether the rank alone tells that the first claimant is meant. */
    private static boolean isClear(TokenVersion[] claims) {
        double sum = 0;
        for (TokenVersion claim : claims) {
            sum += weightOfRank(claim.entry());
        }
        return weightOfRank(claims[0].entry()) / sum >= CLEAR_SHARE;
    }

    private static double weightOfRank(TokenEntry entry) {
        return 1 / (entry.rank() == null ? UNRANKED : entry.rank() + 5.0);
    }

    private static String key(Mention mention) {
        return mention.symbol() != null ? "$" + mention.symbol() : mention.surface();
    }

    /** A weak span counts when a sure one, or a weak one of the other kind, means the same token. */
    private boolean supported(Span span) {
        for (TokenVersion claim : span.claims()) {
            String id = claim.entry().id();
            if (spoken.contains(id) || span.kind() == Kind.TICKER && namedWeakly.contains(id)) {
                return true;
            }
        }
        return false;
    }

    private Mention settle(Span span) {
        TokenVersion[] claims = candidates(span);
        if (claims.length == 0) {
            return unresolved(span);
        }
        double[] weights = new double[claims.length];
        double sum = 0;
        int best = 0;
        for (int i = 0; i < claims.length; i++) {
            weights[i] = weight(claims[i].entry());
            sum += weights[i];
            if (weights[i] > weights[best]) {
                best = i;
            }
        }
        double share = weights[best] / sum;
        TokenEntry entry = claims[best].entry();
        boolean ambiguous = share < CLEAR_SHARE && span.kind() != Kind.ADDRESS;
        return new Mention(
                span.surface(),
                span.part(),
                span.start(),
                span.end(),
                span.kind(),
                written(span, entry, ambiguous),
                ambiguous ? null : entry.name(),
                ambiguous ? null : entry.id(),
                ambiguous ? null : span.asset() != null ? span.asset() : entry.primary(),
                rounded(span.probability() * (ambiguous ? 1 : share)),
                ambiguous,
                ranked(span, claims, weights, sum));
    }

    private double weight(TokenEntry entry) {
        double weight = weightOfRank(entry) * evidence.getOrDefault(entry.id(), 1.0);
        if (entry.id().equals(post.ownToken())) {
            weight *= AUTHORED;
        }
        return isOnChain(entry) ? weight * ON_CHAIN : weight;
    }

    private boolean isOnChain(TokenEntry entry) {
        if (post.chains().isEmpty()) {
            return false;
        }
        for (String asset : entry.assets()) {
            int colon = asset.indexOf(':');
            if (colon > 0 && post.chains().contains(asset.substring(0, colon))) {
                return true;
            }
        }
        return false;
    }

    /** The claimants of a span; of many, also those further down that something in the post speaks of. */
    private TokenVersion[] candidates(Span span) {
        TokenVersion[] claims = span.claims();
        if (claims.length < Lookup.MOST || span.kind() == Kind.ADDRESS) {
            return claims;
        }
        if (meantByWord == null) {
            meantByWord = byWord();
        }
        String word =
                span.symbol() != null ? span.symbol() : Words.of(span.surface()).key();
        Set<TokenVersion> all = Collections.newSetFromMap(new IdentityHashMap<>());
        List<TokenVersion> ordered = new ArrayList<>(claims.length + 1);
        for (TokenVersion claim : claims) {
            all.add(claim);
            ordered.add(claim);
        }
        for (TokenVersion other : meantByWord.getOrDefault(word, List.of())) {
            if (all.add(other)) {
                ordered.add(other);
            }
        }
        return ordered.toArray(TokenVersion[]::new);
    }

    /** What the post speaks of by its symbols, in capitals, and by its name, in small letters; the better ones first. */
    private Map<String, List<TokenVersion>> byWord() {
        List<TokenVersion> ordered = new ArrayList<>(meant.values());
        ordered.sort(TokenVersion::better);
        Map<String, List<TokenVersion>> words = new HashMap<>();
        for (TokenVersion version : ordered) {
            TokenEntry entry = version.entry();
            Set<String> said = new LinkedHashSet<>(entry.aliases());
            said.add(entry.symbol());
            said.add(Words.of(entry.name()).key());
            for (String word : said) {
                words.computeIfAbsent(word, w -> new ArrayList<>(1)).add(version);
            }
        }
        return words;
    }

    private static Mention unresolved(Span span) {
        List<Candidate> candidates =
                span.asset() == null ? List.of() : List.of(new Candidate(span.asset(), span.probability()));
        return new Mention(
                span.surface(),
                span.part(),
                span.start(),
                span.end(),
                span.kind(),
                span.symbol(),
                null,
                null,
                span.asset(),
                span.probability(),
                false,
                candidates);
    }

    /** The symbol as the post has it where that is a symbol of the token, else the token's own. */
    private String written(Span span, TokenEntry entry, boolean ambiguous) {
        String symbol = span.symbol() != null ? span.symbol() : writtenAs.get(entry.id());
        return symbol != null && (ambiguous || entry.aliases().contains(symbol)) ? symbol : entry.symbol();
    }

    /** Downwards, so that the candidates of a mention never sum to more than one. */
    private static double rounded(double probability) {
        return StrictMath.floor(probability * 10_000) / 10_000;
    }

    private static List<Candidate> ranked(Span span, TokenVersion[] claims, double[] weights, double sum) {
        List<Candidate> candidates = new ArrayList<>();
        boolean[] used = new boolean[claims.length];
        for (int n = 0; n < Math.min(CANDIDATES, claims.length); n++) {
            int best = -1;
            for (int i = 0; i < claims.length; i++) {
                if (!used[i] && (best < 0 || weights[i] > weights[best])) {
                    best = i;
                }
            }
            used[best] = true;
            String asset =
                    span.asset() != null ? span.asset() : claims[best].entry().primary();
            double probability = rounded(span.probability() * weights[best] / sum);
            if (asset != null && (probability > 0 || n == 0)) {
                candidates.add(new Candidate(asset, probability));
            }
        }
        return candidates;
    }
}
