package io.tokentape.connectors.postgres;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;

/** Writes a batch; a row that the store refuses is found by halving and set aside. */
final class RowWriter {
    private final RowStore store;

    RowWriter(RowStore store) {
        this.store = store;
    }

    /** A row that cannot be written, with the store's reason. */
    record Refused(ProjectedRow row, SQLException reason) {}

    /**
     * Writes what can be written and returns the rest.
     *
     * @param rows no two of one table with the same id
     * @throws RetriableException when the store is away: writing all of it again is right
     * @throws ConnectException when someone must mend the store
     */
    List<Refused> write(List<ProjectedRow> rows) {
        List<Refused> refused = new ArrayList<>();
        if (!rows.isEmpty()) {
            write(rows, refused);
        }
        return refused;
    }

    private void write(List<ProjectedRow> rows, List<Refused> refused) {
        try {
            store.upsert(rows);
        } catch (SQLException e) {
            switch (SqlTrouble.of(e)) {
                case ROW_REFUSED -> isolate(rows, e, refused);
                case AWAY -> {
                    store.close();
                    throw new RetriableException("Postgres is not ready: " + e.getMessage(), e);
                }
                case BROKEN -> {
                    store.close();
                    throw new ConnectException("Postgres does not take rows: " + e.getMessage(), e);
                }
            }
        }
    }

    private void isolate(List<ProjectedRow> rows, SQLException reason, List<Refused> refused) {
        if (rows.size() == 1) {
            refused.add(new Refused(rows.get(0), reason));
            return;
        }
        int half = rows.size() / 2;
        write(rows.subList(0, half), refused);
        write(rows.subList(half, rows.size()), refused);
    }
}
