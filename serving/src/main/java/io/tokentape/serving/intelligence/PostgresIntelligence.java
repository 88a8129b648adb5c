package io.tokentape.serving.intelligence;

import io.tokentape.serving.database.Database;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/** Lists from the projection in Postgres. */
public final class PostgresIntelligence implements IntelligenceList {
    private static final String COLUMNS = "select id, ts, type, subtype, record from intelligence";
    private static final String ORDER = " order by ts desc, id desc limit :limit";
    private static final RowMapper<Row> ROW = (row, context) -> new Row(
            row.getString("id"),
            row.getObject("ts", OffsetDateTime.class).toInstant().toEpochMilli(),
            row.getString("type"),
            row.getString("subtype"),
            row.getBytes("record"));

    private final Database database;

    public PostgresIntelligence(Database database) {
        this.database = database;
    }

    @Override
    public Page page(Filter filter, long skip, int size) {
        Conditions conditions = Conditions.of(filter);
        return database.read(handle -> new Page(
                query(handle, COLUMNS + conditions.where() + ORDER + " offset :skip", conditions)
                        .bind("limit", size)
                        .bind("skip", skip)
                        .map(ROW)
                        .list(),
                query(handle, "select count(*) from intelligence" + conditions.where(), conditions)
                        .mapTo(Long.class)
                        .one()));
    }

    @Override
    public List<Row> after(Filter filter, Optional<Position> position, int limit) {
        Conditions conditions = Conditions.of(filter);
        position.ifPresent(place -> conditions
                .and("(ts, id) < (:ts, :id)")
                .with("ts", Instant.ofEpochMilli(place.timestamp()).atOffset(ZoneOffset.UTC))
                .with("id", place.id()));
        return database.read(handle -> query(handle, COLUMNS + conditions.where() + ORDER, conditions)
                .bind("limit", limit)
                .map(ROW)
                .list());
    }

    /** The newest item; empty = there is none. */
    public Optional<Row> newest() {
        return after(new Filter(null, null, null), Optional.empty(), 1).stream().findFirst();
    }

    private static Query query(Handle handle, String sql, Conditions conditions) {
        return handle.createQuery(sql).bindMap(conditions.values);
    }

    private static final class Conditions {
        private final List<String> terms = new ArrayList<>();
        private final Map<String, Object> values = new HashMap<>();

        static Conditions of(Filter filter) {
            Conditions conditions = new Conditions();
            if (filter.valuable() != null) {
                // Written out, so that the partial index is seen to fit.
                conditions.and(filter.valuable() ? "is_valuable" : "not is_valuable");
            }
            if (filter.type() != null) {
                conditions.and("type = :type").with("type", name(filter.type()));
            }
            if (filter.subtype() != null) {
                conditions.and("subtype = :subtype").with("subtype", name(filter.subtype()));
            }
            return conditions;
        }

        Conditions and(String term) {
            terms.add(term);
            return this;
        }

        Conditions with(String name, Object value) {
            values.put(name, value);
            return this;
        }

        String where() {
            return terms.isEmpty() ? "" : " where " + String.join(" and ", terms);
        }

        private static String name(Enum<?> value) {
            return value.name().toLowerCase(Locale.ROOT);
        }
    }
}
