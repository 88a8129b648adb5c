package io.tokentape.schemas.evolution;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;

/** Whether the schemas of today can read what an earlier version wrote. */
final class EvolutionGate {
    private EvolutionGate() {}

    /** What keeps `today` from reading what `released` wrote, or from reading it as it was meant; empty = nothing. */
    static List<String> problems(Schema today, Schema released) {
        List<String> problems = new ArrayList<>();
        SchemaPairCompatibility pair = SchemaCompatibility.checkReaderWriterCompatibility(today, released);
        if (pair.getType() != SchemaCompatibilityType.COMPATIBLE) {
            pair.getResult()
                    .getIncompatibilities()
                    .forEach(found ->
                            problems.add(found.getType() + " at " + found.getLocation() + ": " + found.getMessage()));
        }
        problems.addAll(lostSymbols(today, released));
        return problems;
    }

    /** Avro lets a symbol go where the enum has a default; the tape would then read UNKNOWN where a word was written. */
    private static List<String> lostSymbols(Schema today, Schema released) {
        TreeMap<String, Schema> known = Records.named(today);
        List<String> lost = new ArrayList<>();
        for (Map.Entry<String, Schema> entry : Records.named(released).entrySet()) {
            Schema now = known.get(entry.getKey());
            if (entry.getValue().getType() == Schema.Type.ENUM && now != null) {
                entry.getValue().getEnumSymbols().stream()
                        .filter(symbol -> !now.hasEnumSymbol(symbol))
                        .forEach(symbol -> lost.add("SYMBOL_GONE: " + entry.getKey() + "." + symbol));
            }
        }
        return lost;
    }
}
