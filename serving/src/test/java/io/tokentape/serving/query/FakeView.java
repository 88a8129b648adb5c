package io.tokentape.serving.query;

import io.tokentape.serving.http.Problem;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A view from memory: as routes see it, and as one instance holds it. */
public final class FakeView implements ViewQuery, LocalView {
    private final Map<ViewTable, Map<String, Stored>> tables = new EnumMap<>(ViewTable.class);
    private final Map<String, String> elsewhere = new HashMap<>();
    private final Set<String> restoring = new HashSet<>();

    public FakeView put(ViewTable table, String key, byte[] value, long timestamp) {
        tables.computeIfAbsent(table, t -> new HashMap<>()).put(key, new Stored(value, timestamp));
        return this;
    }

    /** The key is said to be with another instance. */
    public FakeView at(String key, String address) {
        elsewhere.put(key, address);
        return this;
    }

    public FakeView restoring(String key) {
        restoring.add(key);
        return this;
    }

    @Override
    public Owner ownerOf(ViewTable table, String key) {
        return elsewhere.containsKey(key) ? Owner.at(elsewhere.get(key)) : Owner.HERE;
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
        return new LinkedHashMap<>(new RoutedViewQuery(this, (address, t, k) -> {
                    throw new IllegalStateException("no peers here");
                })
                .findAll(table, keys));
    }
}
