package io.tokentape.schemas.catalogue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes the topics table of the documents from the catalogue. */
public final class TopicsTable {
    static final Path FILE = Path.of("docs", "topics.md");
    static final String COMMAND = "mvn -q -pl schemas test-compile exec:java@topics-table";

    private TopicsTable() {}

    /** The folder to write below is the argument; the repository's root when there is none. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments.length > 0 ? arguments[0] : "").resolve(FILE);
        Files.createDirectories(file.getParent());
        Files.writeString(file, page(new Topics(Topics.DEFAULT_PREFIX)));
    }

    static String page(Topics topics) {
        StringBuilder page = new StringBuilder();
        page.append("# Topics\n\n");
        page.append("Generated from the catalogue (`io.tokentape.schemas.catalogue.Topics`) by\n`")
                .append(COMMAND)
                .append("`; a test compares them.\n\n");
        page.append("Names carry the prefix `")
                .append(topics.prefix())
                .append("`, which is a setting. Values are Avro in Confluent's wire format, subject\n"
                        + "`<topic>-value`; the records are described field by field in `schemas/src/main/avro`. Keys are\n"
                        + "strings. No topic is compacted and none expires, because the tape is the system of record: the\n"
                        + "latest value of a key is a view. A writer in *italics* is not there yet: the topic is declared so\n"
                        + "that its name and its schema are settled.\n\n");
        page.append("| Topic | Key | Value | Partitions | Largest record | Writer | Readers | Holds |\n");
        page.append("|---|---|---|---:|---|---|---|---|\n");
        topics.all().forEach(topic -> page.append(row(topic)));
        page.append("\nThe settings of every topic, beside the largest record (`max.message.bytes`):\n\n");
        page.append("| Setting | Value |\n|---|---|\n");
        topics.tokenState.settings().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(setting -> page.append(line(List.of(code(setting.getKey()), code(setting.getValue())))));
        return page.toString();
    }

    private static String row(Topic<?> topic) {
        return line(List.of(
                code(topic.id()),
                topic.key(),
                topic.valueType() == null
                        ? "bytes as received"
                        : code(topic.valueType().getSimpleName()),
                Integer.toString(topic.partitions()),
                topic.settings().containsKey("max.message.bytes") ? "4 MiB" : "1 MiB",
                topic.planned() ? "*" + topic.writer() + "*" : topic.writer(),
                topic.readers().isEmpty() ? "whoever subscribes" : String.join(", ", topic.readers()),
                topic.holds()));
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
