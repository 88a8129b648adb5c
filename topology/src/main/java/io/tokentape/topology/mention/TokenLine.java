package io.tokentape.topology.mention;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A token as a line of the shipped registry: id, symbol, name, aliases, assets, rank and known-from, tabs between,
 * {@code |} between the parts of a list. The first asset is the primary one.
 */
public final class TokenLine {
    private static final int FIELDS = 7;

    private TokenLine() {}

    public static TokenEntry parse(String line) {
        String[] fields = split(line, '\t').toArray(String[]::new);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("not a line of the token registry: " + line);
        }
        return new TokenEntry(
                fields[0],
                null,
                fields[1],
                fields[2],
                split(fields[3], '|'),
                split(fields[4], '|'),
                null,
                fields[5].isEmpty() ? null : Integer.valueOf(fields[5]),
                fields[6].isEmpty() ? null : Instant.parse(fields[6]),
                false);
    }

    public static String format(TokenEntry entry) {
        return String.join(
                "\t",
                entry.id(),
                entry.symbol(),
                entry.name(),
                String.join("|", entry.aliases()),
                String.join("|", entry.assets()),
                entry.rank() == null ? "" : entry.rank().toString(),
                entry.knownFrom() == null ? "" : entry.knownFrom().toString());
    }

    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        if (text.isEmpty() && separator == '|') {
            return parts;
        }
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + 1;
        }
        parts.add(text.substring(from));
        return parts;
    }
}
