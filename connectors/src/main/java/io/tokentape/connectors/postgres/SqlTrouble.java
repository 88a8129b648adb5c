package io.tokentape.connectors.postgres;

import java.sql.SQLException;

/** What a failed write means. */
enum SqlTrouble {
    /** Postgres cannot hold one of the rows, now or ever. */
    ROW_REFUSED,
    /** The database, or the table, is away and may come back. */
    AWAY,
    /** Someone must mend something. */
    BROKEN;

    /** By SQLSTATE, <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">appendix A</a>. */
    static SqlTrouble of(SQLException e) {
        String state = e.getSQLState();
        if (state == null || state.length() < 2) {
            return BROKEN;
        }
        // No such table, column or database yet: whoever migrates may come later.
        if (state.equals("42P01") || state.equals("42703") || state.equals("3D000")) {
            return AWAY;
        }
        return switch (state.substring(0, 2)) {
            // Data exception, program limit exceeded (such as a key too long for its index).
            case "22", "54" -> ROW_REFUSED;
            // Connection, read-only transaction after a fail-over, rollback, resources, lock, shutdown, I/O.
            case "08", "25", "40", "53", "55", "57", "58" -> AWAY;
            default -> BROKEN;
        };
    }
}
