package io.tokentape.topology.mention;

import io.tokentape.topology.text.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An immutable index over versions of tokens: by id, by the words that claim them, by symbol and by address. */
final class TokenLayer {
    private static final int LONGEST_SYMBOL = 8;

    /** An s behind a shorter name makes another word. */
    private static final int SHORTEST_PLURAL = 5;

    private static final TokenVersion[] NO_VERSIONS = {};

    private final Map<String, List<TokenEntry>> entries;
    private final Map<String, TokenVersion[]> byId;
    private final Map<String, Claimants> bySymbol;
    private final Map<String, Claimants> byAddress;

    // Open addressing; a null value marks a free slot.
    private final long[] hashes;
    private final Claimants[] claims;
    private final HashFilter keys;
    private final HashFilter beginnings;

    private TokenLayer(Map<String, List<TokenEntry>> entries) {
        this.entries = entries;
        this.byId = new HashMap<>(entries.size() * 2);
        Map<String, List<Claim>> symbols = new HashMap<>(entries.size() * 2);
        Map<String, List<Claim>> addresses = new HashMap<>(entries.size() * 2);
        Map<String, List<Claim>> words = new HashMap<>(entries.size() * 3);
        for (Map.Entry<String, List<TokenEntry>> token : entries.entrySet()) {
            List<TokenEntry> history = token.getValue();
            TokenVersion[] versions = new TokenVersion[history.size()];
            for (int i = 0; i < versions.length; i++) {
                TokenEntry next = i + 1 < versions.length ? history.get(i + 1) : null;
                versions[i] = TokenVersion.of(history.get(i), next);
                index(versions[i], symbols, addresses, words);
            }
            byId.put(token.getKey(), versions);
        }
        this.bySymbol = claimants(symbols);
        this.byAddress = claimants(addresses);
        this.keys = new HashFilter(words.size());
        this.beginnings = new HashFilter(words.size());
        int capacity = Integer.highestOneBit(Math.max(8, words.size() * 2)) * 2;
        this.hashes = new long[capacity];
        this.claims = new Claimants[capacity];
        byHash(words).forEach(this::place);
    }

    static TokenLayer of(Map<String, List<TokenEntry>> entries) {
        return new TokenLayer(entries);
    }

    /** Histories by id, each by {@code effectiveAt}. Not to be changed. */
    Map<String, List<TokenEntry>> entries() {
        return entries;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    boolean knows(String id) {
        return byId.containsKey(id);
    }

    TokenVersion[] byId(String id) {
        return byId.getOrDefault(id, NO_VERSIONS);
    }

    Claimants bySymbol(String symbol) {
        return bySymbol.getOrDefault(symbol, Claimants.NONE);
    }

    Claimants byAddress(String address) {
        return byAddress.getOrDefault(address, Claimants.NONE);
    }

    /** What the words with this hash may mean; the caller compares the keys. */
    Claimants claims(long hash) {
        if (!keys.mayHave(hash)) {
            return Claimants.NONE;
        }
        int mask = hashes.length - 1;
        for (int slot = (int) hash & mask; claims[slot] != null; slot = slot + 1 & mask) {
            if (hashes[slot] == hash) {
                return claims[slot];
            }
        }
        return Claimants.NONE;
    }

    /** Whether a longer name may begin with the words of this hash. */
    boolean goesOn(long hash) {
        return beginnings.mayHave(hash);
    }

    private static void index(
            TokenVersion version,
            Map<String, List<Claim>> symbols,
            Map<String, List<Claim>> addresses,
            Map<String, List<Claim>> words) {
        TokenEntry entry = version.entry();
        if (entry.deleted()) {
            return;
        }
        add(Claim.Role.SYMBOL, entry.symbol(), version, symbols);
        for (String alias : entry.aliases()) {
            if (isSymbol(alias)) {
                add(Claim.Role.SYMBOL, alias, version, symbols);
            }
        }
        for (String asset : entry.assets()) {
            String address = asset.substring(asset.indexOf(':') + 1);
            add(Claim.Role.ADDRESS, address.equals("native") ? asset : address, version, addresses);
        }
        claim(Claim.Role.SYMBOL, entry.symbol(), version, words);
        claim(Claim.Role.NAME, entry.name(), version, words);
        for (String alias : entry.aliases()) {
            claim(isSymbol(alias) ? Claim.Role.SYMBOL : Claim.Role.ALIAS, alias, version, words);
        }
        if (version.isWellKnown()) {
            plurals(version, words);
        }
    }

    /** An alias of capitals is a further symbol. */
    private static boolean isSymbol(String alias) {
        return alias.length() <= LONGEST_SYMBOL
                && alias.chars().allMatch(c -> c >= 'A' && c <= 'Z' || c >= '0' && c <= '9');
    }

    private static void claim(Claim.Role role, String text, TokenVersion version, Map<String, List<Claim>> words) {
        String key = Words.of(text).key();
        add(role, key, version, words);
        if (role != Claim.Role.SYMBOL && key.indexOf(' ') > 0) {
            add(Claim.Role.ALIAS, key.replace(" ", ""), version, words); // as hashtags write it
        }
    }

    /** BTCs, Dogecoins: of what means nothing else in the singular. */
    private static void plurals(TokenVersion version, Map<String, List<Claim>> words) {
        String symbol = Words.of(version.entry().symbol()).key();
        if ((TokenWords.SHIPPED.marks(symbol) & TokenWords.LOWER_TICKER) != 0) {
            add(Claim.Role.PLURAL, symbol + "s", version, words);
        }
        String name = Words.of(version.entry().name()).key();
        boolean oneWord = name.length() >= SHORTEST_PLURAL && name.indexOf(' ') < 0 && !name.endsWith("s");
        if (oneWord && (TokenWords.SHIPPED.marks(name) & TokenWords.ANY_WORD) == 0) {
            add(Claim.Role.PLURAL, name + "s", version, words);
        }
    }

    /** The versions of a token come one after the other. */
    private static void add(Claim.Role role, String key, TokenVersion version, Map<String, List<Claim>> words) {
        if (key.isEmpty()) {
            return;
        }
        List<Claim> claims = words.computeIfAbsent(key, k -> new ArrayList<>(1));
        for (int i = claims.size() - 1; i >= 0 && claims.get(i).version() == version; i--) {
            if (claims.get(i).role() == role) {
                return;
            }
        }
        claims.add(new Claim(role, key, version));
    }

    /** By the hash of the words, and what longer words begin with. */
    private Map<Long, List<Claim>> byHash(Map<String, List<Claim>> words) {
        Map<Long, List<Claim>> hashed = new HashMap<>(words.size() * 2);
        words.forEach((key, claimants) -> {
            Words spelled = Words.of(key);
            long hash = spelled.hash(0);
            for (int word = 1; word < spelled.count(); word++) {
                beginnings.add(hash);
                hash = Words.join(hash, spelled.hash(word));
            }
            hashed.computeIfAbsent(hash, h -> new ArrayList<>(claimants.size())).addAll(claimants);
        });
        return hashed;
    }

    private void place(long hash, List<Claim> claimants) {
        keys.add(hash);
        int mask = hashes.length - 1;
        int slot = (int) hash & mask;
        while (claims[slot] != null) {
            slot = slot + 1 & mask;
        }
        hashes[slot] = hash;
        claims[slot] = Claimants.of(claimants);
    }

    private static Map<String, Claimants> claimants(Map<String, List<Claim>> lists) {
        Map<String, Claimants> claimants = new HashMap<>(lists.size() * 2);
        lists.forEach((key, list) -> claimants.put(key, Claimants.of(list)));
        return claimants;
    }
}
