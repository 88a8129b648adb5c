package io.tokentape.topology.mention;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/**
 * The tokens that posts can mean. Starts from the registry shipped with the product and learns more at run time; for
 * posts before a version's {@code effectiveAt} the version before it holds. Any number of threads may read while others
 * put: readers work on an immutable snapshot and never wait.
 */
public final class TokenRegistry {
    /**
     * How many tokens each layer but the last holds, newest first: a token put at run time rebuilds only the smallest
     * layer, so that thirty thousand of them take seconds, and a reader looks at three layers at most.
     */
    private static final int[] LIMITS = {64, 2048};

    private volatile Snapshot snapshot;

    private TokenRegistry(TokenLayer base) {
        TokenLayer none = TokenLayer.of(Map.of());
        this.snapshot = new Snapshot(List.of(none, none, base));
    }

    /** The registry that is shipped, to which entries of its own can be put. */
    public static TokenRegistry shipped() {
        return new TokenRegistry(Shipped.LAYER);
    }

    /** A registry of these tokens alone. */
    public static TokenRegistry of(Iterable<TokenEntry> entries) {
        Map<String, List<TokenEntry>> histories = new HashMap<>();
        for (TokenEntry entry : entries) {
            histories.merge(entry.id(), List.of(entry), (history, added) -> with(history, added.get(0)));
        }
        return new TokenRegistry(TokenLayer.of(histories));
    }

    /** Adds a version of a token; it replaces a version of the same {@code effectiveAt}. */
    public synchronized void put(TokenEntry entry) {
        Objects.requireNonNull(entry, "entry");
        List<TokenLayer> layers = new ArrayList<>(snapshot.layers);
        Map<String, List<TokenEntry>> moving = Map.of(entry.id(), with(snapshot.history(entry.id()), entry));
        for (int i = 0; i < layers.size(); i++) {
            Map<String, List<TokenEntry>> grown = new HashMap<>(layers.get(i).entries());
            grown.putAll(moving);
            boolean full = i < LIMITS.length && grown.size() > LIMITS[i];
            layers.set(i, TokenLayer.of(full ? Map.of() : grown));
            if (!full) {
                break;
            }
            moving = grown;
        }
        snapshot = new Snapshot(List.copyOf(layers));
    }

    /** The newest version of a token. */
    public Optional<TokenEntry> byId(String id) {
        return byId(id, Instant.MAX);
    }

    /** A token as it was known at a time. */
    public Optional<TokenEntry> byId(String id, Instant at) {
        return Optional.ofNullable(TokenVersion.heldAt(snapshot.byId(id), millis(at)))
                .map(TokenVersion::entry);
    }

    /** The best-ranked token that now claims a symbol. */
    public Optional<TokenEntry> bestBySymbol(String symbol) {
        return bestBySymbol(symbol, Instant.MAX);
    }

    public Optional<TokenEntry> bestBySymbol(String symbol, Instant at) {
        String upper = symbol.toUpperCase(Locale.ROOT);
        return first(snapshot.held(layer -> layer.bySymbol(upper), millis(at), 1, new Looks()), null);
    }

    /** The token that an asset is a deployment of. */
    public Optional<TokenEntry> byAsset(String asset) {
        return byAsset(asset, Instant.MAX);
    }

    public Optional<TokenEntry> byAsset(String asset, Instant at) {
        String normal = TokenEntry.normalAsset(asset);
        int colon = normal.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        String address = normal.substring(colon + 1);
        String key = address.equals("native") ? normal : address;
        return first(snapshot.held(layer -> layer.byAddress(key), millis(at), Integer.MAX_VALUE, new Looks()), normal);
    }

    /** How many tokens are known, whatever the time. */
    public int size() {
        return snapshot.size();
    }

    /** What a reader sees for the length of one post. */
    Snapshot snapshot() {
        return snapshot;
    }

    private static long millis(Instant at) {
        return at.equals(Instant.MAX) ? Long.MAX_VALUE - 1 : at.toEpochMilli();
    }

    private static Optional<TokenEntry> first(Claim[] claims, String asset) {
        for (Claim claim : claims) {
            TokenEntry entry = claim.version().entry();
            if (asset == null || entry.assets().contains(asset)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    /** A history with a version added, by {@code effectiveAt}. */
    private static List<TokenEntry> with(List<TokenEntry> history, TokenEntry entry) {
        List<TokenEntry> grown = new ArrayList<>(history.size() + 1);
        long from = TokenVersion.millis(entry.effectiveAt());
        boolean placed = false;
        for (TokenEntry other : history) {
            long otherFrom = TokenVersion.millis(other.effectiveAt());
            if (!placed && from <= otherFrom) {
                grown.add(entry);
                placed = true;
            }
            if (otherFrom != from) {
                grown.add(other);
            }
        }
        if (!placed) {
            grown.add(entry);
        }
        return List.copyOf(grown);
    }

    /** Counts looks at a claimant, by which the price of a post is tested. */
    static final class Looks {
        int count;
    }

    /** Layers of the index, newest first; a token of a newer layer is no longer read from an older one. */
    static final class Snapshot {
        private final List<TokenLayer> layers;
        private final boolean oneLayer;

        Snapshot(List<TokenLayer> layers) {
            this.layers = layers;
            this.oneLayer = layers.stream().limit(layers.size() - 1).allMatch(TokenLayer::isEmpty);
        }

        int size() {
            Set<String> ids = new HashSet<>();
            layers.forEach(layer -> ids.addAll(layer.entries().keySet()));
            return ids.size();
        }

        List<TokenEntry> history(String id) {
            for (TokenLayer layer : layers) {
                if (layer.knows(id)) {
                    return layer.entries().get(id);
                }
            }
            return List.of();
        }

        TokenVersion[] byId(String id) {
            for (TokenLayer layer : layers) {
                if (layer.knows(id)) {
                    return layer.byId(id);
                }
            }
            return new TokenVersion[0];
        }

        /** What words with this hash may mean where that depends neither on the time nor on layers; else null. */
        Claim[] settled(long hash) {
            Claim[] base = layers.get(layers.size() - 1).claims(hash).always();
            if (oneLayer || base == null || base.length == 0 && !isNewer(hash)) {
                return base;
            }
            return null;
        }

        /** Whether any token ever had the symbol. */
        boolean isClaimed(String symbol) {
            for (TokenLayer layer : layers) {
                if (layer.bySymbol(symbol).size() > 0) {
                    return true;
                }
            }
            return false;
        }

        private boolean isNewer(long hash) {
            for (int i = 0; i < layers.size() - 1; i++) {
                if (layers.get(i).claims(hash).size() > 0) {
                    return true;
                }
            }
            return false;
        }

        /**
         * The claims that hold at a time, best first.
         *
         * @param most no more are given, and once so many are found none is looked at that cannot be better
         * @param looks counts the tokens that were looked at
         */
        Claim[] held(Function<TokenLayer, Claimants> read, long at, int most, Looks looks) {
            List<Claim> held = new ArrayList<>();
            for (int layer = 0; layer < layers.size(); layer++) {
                Claimants claimants = read.apply(layers.get(layer));
                for (int i = 0; i < claimants.size() && !enough(held, most, claimants.best(i)); i++) {
                    looks.count++;
                    if (!hidden(layer, claimants.best(i).version())) {
                        claimants.addHeld(i, at, held);
                    }
                }
            }
            held.sort(Claim::better);
            return held.subList(0, Math.min(most, held.size())).toArray(Claim[]::new);
        }

        private static boolean enough(List<Claim> held, int most, Claim next) {
            if (held.size() < most) {
                return false;
            }
            held.sort(Claim::better);
            held.subList(most, held.size()).clear();
            return Claim.better(held.get(most - 1), next) < 0;
        }

        boolean goesOn(long hash) {
            for (TokenLayer layer : layers) {
                if (layer.goesOn(hash)) {
                    return true;
                }
            }
            return false;
        }

        private boolean hidden(int layer, TokenVersion version) {
            for (int i = 0; i < layer; i++) {
                if (layers.get(i).knows(version.entry().id())) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Read once, when first asked for. */
    private static final class Shipped {
        static final TokenLayer LAYER = read();

        private static TokenLayer read() {
            Map<String, List<TokenEntry>> tokens = new HashMap<>(1 << 16);
            try (InputStream stream = TokenRegistry.class.getResourceAsStream("tokens.tsv.gz");
                    BufferedReader lines = new BufferedReader(
                            new InputStreamReader(new GZIPInputStream(stream, 1 << 16), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    TokenEntry entry = TokenLine.parse(line);
                    tokens.put(entry.id(), List.of(entry));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the shipped token registry cannot be read", e);
            }
            return TokenLayer.of(tokens);
        }
    }
}
