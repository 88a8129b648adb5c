package io.tokentape.serving.alert;

import io.tokentape.serving.database.Conditions;
import io.tokentape.serving.database.Database;
import io.tokentape.serving.list.Position;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;

/** Alerts from the projection in Postgres. */
public final class PostgresAlerts implements AlertList {
    private static final String COLUMNS = "select id, ts, kind, confidence, subject, record from alerts";
    private static final String ORDER = " order by ts desc, id desc limit :limit";
    private static final RowMapper<Row> ROW = (row, context) -> new Row(
            row.getString("id"),
            row.getObject("ts", OffsetDateTime.class).toInstant().toEpochMilli(),
            row.getString("kind"),
            row.getDouble("confidence"),
            row.getString("subject"),
            row.getBytes("record"));

    private final Database database;

    public PostgresAlerts(Database database) {
        this.database = database;
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

    private static Conditions conditions(Filter filter) {
        Conditions conditions = new Conditions();
        if (filter.minConfidence() != null) {
            conditions.and("(retracted or confidence >= :minConfidence)").with("minConfidence", filter.minConfidence());
        }
        if (filter.kind() != null) {
            conditions.and("kind = :kind").with("kind", Conditions.name(filter.kind()));
        }
        if (filter.subject() != null) {
            conditions.and("subject = :subject").with("subject", filter.subject());
        }
        return conditions;
    }
}
