package io.tokentape.standalone.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;

/** Reads Avro schemas and holds them against each other, with Avro's own rules. */
final class AvroSchemas {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DEEPEST_REFERENCE = 32;

    /** Gives the schema of a subject and version, or fails as the registry does. */
    private final BiFunction<String, Integer, SchemaText> referenced;

    AvroSchemas(BiFunction<String, Integer, SchemaText> referenced) {
        this.referenced = referenced;
    }

    /** The one spelling under which a schema is kept: blanks, order of attributes and escapes do not count. */
    SchemaText canonical(SchemaText given) {
        Schema parsed = parse(given);
        if (given.references().isEmpty()) {
            return new SchemaText(given.type(), parsed.toString(), List.of());
        }
        try {
            // Printing the parsed one would write out what is referenced.
            return new SchemaText(given.type(), JSON.readTree(given.schema()).toString(), given.references());
        } catch (JsonProcessingException e) {
            throw RegistryException.invalidSchema("Invalid schema: " + e.getOriginalMessage());
        }
    }

    Schema parse(SchemaText text) {
        Schema.Parser parser = new Schema.Parser();
        try {
            addReferences(parser, text, new LinkedHashSet<>(), 0);
            return parser.parse(text.schema());
        } catch (AvroRuntimeException e) {
            throw RegistryException.invalidSchema(
                    "Invalid schema of type " + text.type() + ", details: " + e.getMessage());
        }
    }

    private void addReferences(Schema.Parser parser, SchemaText text, Set<SchemaText> done, int depth) {
        if (depth > DEEPEST_REFERENCE) {
            throw RegistryException.invalidSchema("Invalid schema: its references go round in a circle");
        }
        for (SchemaReference reference : text.references()) {
            SchemaText other = referenced.apply(reference.subject(), reference.version());
            addReferences(parser, other, done, depth + 1);
            if (done.add(other)) {
                parser.parse(other.schema());
            }
        }
    }

    /**
     * What keeps the new schema from the level against the earlier versions, the latest of which is the last; empty =
     * nothing.
     */
    List<String> problems(SchemaText given, List<SchemaVersion> earlier, Compatibility level) {
        List<String> problems = new ArrayList<>();
        if (earlier.isEmpty() || level == Compatibility.NONE) {
            return problems;
        }
        Schema next = parse(given);
        int oldest = level.transitive ? 0 : earlier.size() - 1;
        for (int i = earlier.size() - 1; i >= oldest && problems.isEmpty(); i--) {
            SchemaVersion version = earlier.get(i);
            problems.addAll(problems(next, version, level));
            if (!problems.isEmpty()) {
                problems.add("{oldSchemaVersion: " + version.version() + "}");
                problems.add("{oldSchema: '" + version.text().schema() + "'}");
                problems.add("{compatibility: '" + level + "'}");
            }
        }
        return problems;
    }

    private List<String> problems(Schema next, SchemaVersion version, Compatibility level) {
        if (!version.text().isAvro()) {
            return List.of("{errorType:'SCHEMA_TYPE', description:'The earlier schema is "
                    + version.text().type() + ", not AVRO'}");
        }
        Schema earlier = parse(version.text());
        List<String> problems = new ArrayList<>();
        if (level.backward) {
            problems.addAll(unreadable(next, earlier, "new", "old"));
        }
        if (level.forward) {
            problems.addAll(unreadable(earlier, next, "old", "new"));
        }
        return problems;
    }

    private static List<String> unreadable(Schema reader, Schema writer, String readerName, String writerName) {
        SchemaPairCompatibility pair = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        if (pair.getType() == SchemaCompatibilityType.COMPATIBLE) {
            return List.of();
        }
        return pair.getResult().getIncompatibilities().stream()
                .map(found -> "{errorType:'" + found.getType() + "', description:'The " + readerName
                        + " schema cannot read at path '" + found.getLocation() + "' what the " + writerName
                        + " schema writes', additionalInfo:'" + found.getMessage() + "'}")
                .toList();
    }
}
