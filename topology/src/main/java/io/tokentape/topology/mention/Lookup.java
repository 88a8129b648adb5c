package io.tokentape.topology.mention;

import io.tokentape.topology.text.Words;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What the registry knew at a post's time. However many tokens claim the same words, no more than {@link #MOST} of them
 * are looked at, so that a post's cost depends neither on the number of names nor on the number of claimants.
 */
final class Lookup {
    /** Claimants that a span carries; the best-ranked ones, and one more says that there are others. */
    static final int MOST = 9;

    /** Of claims that hold then, no more are looked at: a name behind so many symbols is not found by itself. */
    private static final int MOST_LOOKS = 24;

    static final TokenVersion[] UNKNOWN = {};

    private final TokenRegistry.Snapshot registry;
    private final long at;
    private final TokenVersion[] kept = new TokenVersion[MOST];
    private final TokenRegistry.Looks looks = new TokenRegistry.Looks();

    /** What was found for the post, so that a word is looked up once however often it stands there; null = none yet. */
    private Map<Long, Claim[]> heldByHash;

    private Map<String, TokenVersion[]> heldBySymbol;

    Lookup(TokenRegistry.Snapshot registry, long at) {
        this.registry = registry;
        this.at = at;
    }

    /** How many probes of the index and looks at a claimant the post took. */
    int steps() {
        return looks.count;
    }

    /** What words with this hash may mean at the post's time, best first; the reader compares the keys. */
    Claim[] claims(long hash) {
        looks.count++;
        Claim[] settled = registry.settled(hash);
        if (settled != null) {
            return settled;
        }
        if (heldByHash == null) {
            heldByHash = new HashMap<>();
        }
        Claim[] held = heldByHash.get(hash);
        if (held == null) {
            held = registry.held(layer -> layer.claims(hash), at, MOST_LOOKS, looks);
            heldByHash.put(hash, held);
        }
        return held;
    }

    /** Whether a name may go on after words with this hash. */
    boolean goesOn(long hash) {
        return registry.goesOn(hash);
    }

    /** The tokens of which the word is a symbol. */
    TokenVersion[] symbols(MarkedText text, int word) {
        return read(text.claims(word), text.words, word, word, SYMBOLS);
    }

    TokenVersion[] symbols(Claim[] claims, Words words, int word) {
        return read(claims, words, word, word, SYMBOLS);
    }

    /** The tokens of which the word, which bears a sign, is a symbol or a name. */
    TokenVersion[] signed(MarkedText text, int word) {
        return read(text.claims(word), text.words, word, word, SYMBOLS | NAMES);
    }

    TokenVersion[] names(Claim[] claims, Words words, int first, int last) {
        return read(claims, words, first, last, NAMES | PLURALS);
    }

    private static final int SYMBOLS = 1;
    private static final int NAMES = 2;
    private static final int PLURALS = 4;

    private TokenVersion[] read(Claim[] claims, Words words, int first, int last, int roles) {
        int count = 0;
        String spelled = null;
        for (int i = 0; i < claims.length && count < MOST && i < MOST_LOOKS; i++) {
            Claim claim = claims[i];
            looks.count++;
            boolean again = count > 0 && kept[count - 1] == claim.version();
            if ((roles & role(claim)) == 0 || again) {
                continue;
            }
            if (claim.key() != spelled) {
                if (!words.spells(first, last, claim.key())) {
                    continue;
                }
                spelled = claim.key();
            }
            kept[count++] = claim.version();
        }
        return count == 0 ? UNKNOWN : Arrays.copyOf(kept, count);
    }

    private static int role(Claim claim) {
        return switch (claim.role()) {
            case SYMBOL -> SYMBOLS;
            case PLURAL -> PLURALS;
            case ADDRESS -> 0;
            default -> NAMES;
        };
    }

    TokenVersion[] bySymbol(String symbol) {
        looks.count++;
        if (!registry.isClaimed(symbol)) {
            return UNKNOWN;
        }
        if (heldBySymbol == null) {
            heldBySymbol = new HashMap<>();
        }
        TokenVersion[] held = heldBySymbol.get(symbol);
        if (held == null) {
            held = versions(registry.held(layer -> layer.bySymbol(symbol), at, MOST, looks));
            heldBySymbol.put(symbol, held);
        }
        return held;
    }

    TokenVersion[] byAddress(String address) {
        looks.count++;
        String normal = TokenEntry.normalAddress(address);
        return versions(registry.held(layer -> layer.byAddress(normal), at, MOST, looks));
    }

    /** The version of a token that held then, or none. */
    TokenVersion[] byId(String id) {
        looks.count++;
        TokenVersion held = TokenVersion.heldAt(registry.byId(id), at);
        return held == null ? UNKNOWN : new TokenVersion[] {held};
    }

    private static TokenVersion[] versions(Claim[] claims) {
        if (claims.length == 0) {
            return UNKNOWN;
        }
        TokenVersion[] versions = new TokenVersion[claims.length];
        for (int i = 0; i < claims.length; i++) {
            versions[i] = claims[i].version();
        }
        return versions;
    }
}
