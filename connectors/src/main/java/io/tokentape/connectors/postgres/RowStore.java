package io.tokentape.connectors.postgres;

import java.sql.SQLException;
import java.util.List;

/** Where rows are kept. For use by one thread. */
interface RowStore extends AutoCloseable {
    /**
     * Writes all rows or none.
     *
     * @param rows no two of one table with the same id
     */
    void upsert(List<ProjectedRow> rows) throws SQLException;

    /** Gives up what is open; the next write starts anew. Never fails. */
    @Override
    void close();
}
