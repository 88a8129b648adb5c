package io.tokentape.schemas.evolution;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecordBase;

/** The schemas of every released version, one resolved file a record: `released/<version>/<record>.avsc`. */
public final class ReleasedSchemas {
    static final String COMMAND = "mvn -q -pl schemas test-compile exec:java@release-schemas";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENDING = ".avsc";

    private ReleasedSchemas() {}

    record Released(String version, Schema schema) {}

    /** Writes the schemas of today into the folder given, which is that of one version. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Files.createDirectories(folder);
        for (Class<? extends SpecificRecordBase> type : Records.all()) {
            Files.writeString(
                    folder.resolve(type.getSimpleName() + ENDING),
                    JSON.readTree(Records.schemaOf(type).toString()).toPrettyString() + "\n");
        }
    }

    static List<Released> all(Path released) {
        List<Released> found = new ArrayList<>();
        for (Path version : sorted(released)) {
            for (Path file : sorted(version)) {
                found.add(new Released(version.getFileName().toString(), parse(file)));
            }
        }
        return found;
    }

    private static Schema parse(Path file) {
        try {
            return new Schema.Parser().parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> sorted(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
