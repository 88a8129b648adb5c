package io.tokentape.serving.intelligence;

import io.tokentape.serving.database.Conditions;
import io.tokentape.serving.database.Database;
import io.tokentape.serving.list.Position;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;

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
        Conditions conditions = conditions(filter);
        return database.read(handle -> new Page(
                conditions
                        .query(handle, COLUMNS + conditions.where() + ORDER + " offset :skip")
                        .bind("limit", size)
                        .bind("skip", skip)
                        .map(ROW)
                        .list(),
                conditions
                        .query(handle, "select count(*) from intelligence" + conditions.where())
                        .mapTo(Long.class)
                        .one()));
    }

    @Override
    public List<Row> after(Filter filter, Optional<Position> position, int limit) {
        Conditions conditions = conditions(filter).after(position);
        return database.read(handle -> conditions
                .query(handle, COLUMNS + conditions.where() + ORDER)
                .bind("limit", limit)
                .map(ROW)
                .list());
    }

    /** The newest item; empty = there is none. */
    public Optional<Row> newest() {
        return after(new Filter(null, null, null), Optional.empty(), 1).stream().findFirst();
    }

    private static Conditions conditions(Filter filter) {
        Conditions conditions = new Conditions();
        if (filter.valuable() != null) {
            // Written out, so that the partial index is seen to fit.
            conditions.and(filter.valuable() ? "is_valuable" : "not is_valuable");
        }
        if (filter.type() != null) {
            conditions.and("type = :type").with("type", Conditions.name(filter.type()));
        }
        if (filter.subtype() != null) {
            conditions.and("subtype = :subtype").with("subtype", Conditions.name(filter.subtype()));
        }
        return conditions;
    }
}
