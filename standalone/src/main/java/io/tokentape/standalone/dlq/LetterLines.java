package io.tokentape.standalone.dlq;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Prints lines for machines (JSON) or for people (columns). */
final class LetterLines {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintWriter out;
    private final boolean table;

    LetterLines(PrintWriter out, boolean table) {
        this.out = out;
        this.table = table;
    }

    static ObjectNode line() {
        return JSON.createObjectNode();
    }

    static String instant(long epochMillis) {
        return Instant.ofEpochMilli(epochMillis).toString();
    }

    /** All lines have the same fields. */
    void print(List<ObjectNode> lines) {
        if (table) {
            printTable(lines);
        } else {
            lines.forEach(this::print);
        }
        out.flush();
    }

    void print(ObjectNode line) {
        out.println(line);
    }

    private void printTable(List<ObjectNode> lines) {
        if (lines.isEmpty()) {
            out.println("no dead letters");
            return;
        }
        List<String> names =
                lines.get(0).properties().stream().map(Map.Entry::getKey).toList();
        int[] widths = names.stream().mapToInt(String::length).toArray();
        for (ObjectNode line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], cell(line, names.get(i)).length());
            }
        }
        printRow(names, widths);
        for (ObjectNode line : lines) {
            printRow(names.stream().map(name -> cell(line, name)).toList(), widths);
        }
    }

    private void printRow(List<String> cells, int[] widths) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            row.append(cells.get(i)).append(" ".repeat(widths[i] - cells.get(i).length() + 2));
        }
        out.println(row.toString().stripTrailing());
    }

    /** What others wrote must not steer the terminal. */
    private static String cell(ObjectNode line, String name) {
        return line.get(name).isNull() ? "" : line.get(name).asText().replaceAll("\\p{C}+", " ");
    }
}
