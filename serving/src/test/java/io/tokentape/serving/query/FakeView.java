package io.tokentape.serving.query;

import io.tokentape.serving.http.Problem;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** A view from memory: as routes see it, and as one instance holds it. */
public final class FakeView implements ViewQuery, LocalView {
    private final Map<ViewTable, Map<String, Stored>> tables = new EnumMap<>(ViewTable.class);
    private final Map<String, String> elsewhere = new HashMap<>();
    private final Set<String> restoring = new HashSet<>();
    private final Map<String, Stored> copies = new HashMap<>();
    private final Set<String> others = new TreeSet<>();
    private Long copyAge;
    private String copiesAt;

    public FakeView put(ViewTable table, String key, byte[] value, long timestamp) {
        tables.computeIfAbsent(table, t -> new HashMap<>()).put(key, new Stored(value, timestamp));
        return this;
    }

    /** The key is said to be with another instance. */
    public FakeView at(String key, String address) {
        elsewhere.put(key, address);
        return this;
    }

    /** A standby of what another instance owns. */
    public FakeView copy(String key, byte[] value, long timestamp, Long ageMillis) {
        copies.put(key, new Stored(value, timestamp));
        copyAge = ageMillis;
        return this;
    }

    /** The standbys of all that is elsewhere are said to be there. */
    public FakeView copiesAt(String address) {
        copiesAt = address;
        return this;
    }

    public FakeView other(String address) {
        others.add(address);
        return this;
    }

    public FakeView restoring(String key) {
        restoring.add(key);
        return this;
    }

    @Override
    public Owner ownerOf(ViewTable table, String key) {
        List<String> copiesElsewhere = copiesAt == null ? List.of() : List.of(copiesAt);
        return elsewhere.containsKey(key)
                ? new Owner(Kind.THERE, elsewhere.get(key), copies.containsKey(key), copiesElsewhere)
                : new Owner(Kind.HERE, null, copies.containsKey(key), copiesElsewhere);
    }

    @Override
    public Copies copies(ViewTable table, List<String> keys) {
        Map<String, Stored> found = new HashMap<>(copies);
        found.keySet().retainAll(keys);
        return new Copies(found, copyAge);
    }

    @Override
    public List<Stored> scan(ViewTable table, String prefix, int limit) {
        if (restoring.contains(prefix)) {
            throw Problem.unavailable("view-restoring", "the view is being built or moved", 2)
                    .asException();
        }
        return new TreeMap<>(tables.getOrDefault(table, Map.of()))
                .entrySet().stream()
                        .filter(row -> row.getKey().startsWith(prefix))
                        .limit(limit)
                        .map(Map.Entry::getValue)
                        .toList();
    }

    @Override
    public List<String> others() {
        return List.copyOf(others);
    }

    @Override
    public String address() {
        return "here:1";
    }

    @Override
    public Optional<Stored> get(ViewTable table, String key) {
        if (restoring.contains(key)) {
            throw Problem.unavailable("view-restoring", "the view is being built or moved", 2)
                    .asException();
        }
        return Optional.ofNullable(tables.getOrDefault(table, Map.of()).get(key));
    }

    @Override
    public Map<String, Answer> findAll(ViewTable table, List<String> keys) {
        return alone().findAll(table, keys);
    }

    @Override
    public Scan scanAll(ViewTable table, String prefix, int limit) {
        return alone().scanAll(table, prefix, limit);
    }

    private RoutedViewQuery alone() {
        return new RoutedViewQuery(this, new NoPeers());
    }

    /** Every other instance is gone. */
    private static final class NoPeers implements Peers {
        @Override
        public CompletableFuture<Map<String, Stored>> fetch(String address, ViewTable table, List<String> keys) {
            return CompletableFuture.failedFuture(new IllegalStateException("no peers here"));
        }

        @Override
        public CompletableFuture<Copies> fetchCopies(String address, ViewTable table, List<String> keys) {
            return CompletableFuture.failedFuture(new IllegalStateException("no peers here"));
        }

        @Override
        public CompletableFuture<List<Stored>> scan(String address, ViewTable table, String prefix, int limit) {
            return CompletableFuture.failedFuture(new IllegalStateException("no peers here"));
        }
    }
}
