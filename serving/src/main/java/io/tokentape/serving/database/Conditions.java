package io.tokentape.serving.database;

import io.tokentape.serving.list.Position;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** What rows of a list must meet, and the values for it. For use by one thread. */
public final class Conditions {
    private final List<String> terms = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();

    /** @param term SQL, with {@code :name} where a value belongs */
    public Conditions and(String term) {
        terms.add(term);
        return this;
    }

    public Conditions with(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /** Only rows behind the position, in the order newest first with ties by id; empty = all. */
    public Conditions after(Optional<Position> position) {
        position.ifPresent(place -> and("(ts, id) < (:ts, :id)")
                .with("ts", Instant.ofEpochMilli(place.timestamp()).atOffset(ZoneOffset.UTC))
                .with("id", place.id()));
        return this;
    }

    /** With a space before it; empty = every row. */
    public String where() {
        return terms.isEmpty() ? "" : " where " + String.join(" and ", terms);
    }

    /** With the values bound. */
    public Query query(Handle handle, String sql) {
        return handle.createQuery(sql).bindMap(values);
    }

    /** As columns have it. */
    public static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
