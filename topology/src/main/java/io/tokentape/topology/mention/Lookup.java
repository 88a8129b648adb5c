package io.tokentape.topology.mention;

import io.tokentape.topology.text.Words;
import java.util.Arrays;
import java.util.List;

/**
 * What the registry knew at a post's time. However many tokens claim the same words, no more than {@link #MOST} of them
 * are looked at, so that a post's cost depends neither on the number of names nor on the number of claimants.
 */
final class Lookup {
    /** Claimants that a span carries; the best-ranked ones, and one more says that there are others. */
    static final int MOST = 9;

    /** Of claimants that held then, no more are looked at: a name behind so many symbols is not found by itself. */
    private static final int MOST_LOOKS = 24;

    static final TokenVersion[] UNKNOWN = {};

    private final TokenRegistry.Snapshot registry;
    private final long at;
    private final TokenVersion[] kept = new TokenVersion[MOST];
    private int steps;

    Lookup(TokenRegistry.Snapshot registry, long at) {
        this.registry = registry;
        this.at = at;
    }

    /** How many probes of the index and looks at a claimant the post took. */
    int steps() {
        return steps;
    }

    Claim[] claims(long hash) {
        steps++;
        return registry.claims(hash);
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
        int looks = 0;
        String spelled = null;
        for (int i = 0; i < claims.length && count < MOST && looks < MOST_LOOKS; i++) {
            Claim claim = claims[i];
            steps++;
            if (!claim.version().holdsAt(at)) {
                continue;
            }
            looks++;
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
            default -> NAMES;
        };
    }

    TokenVersion[] bySymbol(String symbol) {
        steps++;
        return valid(registry.bySymbol(symbol));
    }

    TokenVersion[] byAddress(String address) {
        steps++;
        return valid(registry.byAddress(TokenEntry.normalAddress(address)));
    }

    /** The version of a token that held then, or none. */
    TokenVersion[] byId(String id) {
        steps++;
        return valid(Arrays.asList(registry.byId(id)));
    }

    private TokenVersion[] valid(List<TokenVersion> versions) {
        int count = 0;
        for (int i = 0; i < versions.size() && count < MOST; i++) {
            steps++;
            if (versions.get(i).holdsAt(at)) {
                kept[count++] = versions.get(i);
            }
        }
        return count == 0 ? UNKNOWN : Arrays.copyOf(kept, count);
    }
}
