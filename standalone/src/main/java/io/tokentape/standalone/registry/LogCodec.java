package io.tokentape.standalone.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/**
 * The records of {@code _schemas} as the real registry writes them, so that the topic can be given to a real one and the
 * other way round. Keys are compared as bytes by the broker, so that their fields have one order.
 */
final class LogCodec {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A record of the topic; a null value erases. */
    record Encoded(String key, String value) {}

    Encoded encode(LogEntry entry) {
        if (entry instanceof LogEntry.Put put) {
            SchemaVersion version = put.version();
            return new Encoded(
                    schemaKey(version.subject(), version.version()),
                    schemaValue(version).toString());
        }
        if (entry instanceof LogEntry.Erase erase) {
            return new Encoded(schemaKey(erase.subject(), erase.version()), null);
        }
        if (entry instanceof LogEntry.SetCompatibility set) {
            return new Encoded(
                    subjectKey("CONFIG", set.subject().orElse(null)),
                    set.level().map(l -> field("compatibilityLevel", l.name())).orElse(null));
        }
        if (entry instanceof LogEntry.SetMode set) {
            return new Encoded(
                    subjectKey("MODE", set.subject().orElse(null)),
                    set.mode().map(m -> field("mode", m.name())).orElse(null));
        }
        if (entry instanceof LogEntry.DeleteSubject delete) {
            ObjectNode value =
                    JSON.createObjectNode().put("subject", delete.subject()).put("version", delete.upTo());
            return new Encoded(subjectKey("DELETE_SUBJECT", delete.subject()), value.toString());
        }
        LogEntry.ClearSubject clear = (LogEntry.ClearSubject) entry;
        return new Encoded(subjectKey("CLEAR_SUBJECT", clear.subject()), field("subject", clear.subject()));
    }

    /** Empty for what only concerns the real registry, such as its no-ops. */
    Optional<LogEntry> decode(String key, String value) {
        try {
            JsonNode keyNode = JSON.readTree(key);
            return decode(keyNode, value == null ? null : JSON.readTree(value));
        } catch (JsonProcessingException e) {
            throw new KafkaException("a record of the schema topic is not one of a registry: key " + key, e);
        }
    }

    private static Optional<LogEntry> decode(JsonNode key, JsonNode value) {
        Optional<String> subject =
                Optional.ofNullable(key.path("subject").textValue()).filter(text -> !text.isEmpty());
        return switch (key.path("keytype").asText()) {
            case "SCHEMA" -> Optional.of(decodeSchema(key, value));
            case "CONFIG" ->
                Optional.of(new LogEntry.SetCompatibility(
                        subject, text(value, "compatibilityLevel").map(Compatibility::parse)));
            case "MODE" ->
                text(value, "mode").isPresent() && !isOurs(value)
                        ? Optional.empty()
                        : Optional.of(new LogEntry.SetMode(
                                subject, text(value, "mode").map(Mode::parse)));
            case "DELETE_SUBJECT" ->
                value == null
                        ? Optional.empty()
                        : Optional.of(new LogEntry.DeleteSubject(
                                key.path("subject").asText(),
                                value.path("version").asInt()));
            case "CLEAR_SUBJECT" ->
                value == null
                        ? Optional.empty()
                        : Optional.of(
                                new LogEntry.ClearSubject(key.path("subject").asText()));
            default -> Optional.empty();
        };
    }

    /** The real one knows further modes, such as IMPORT, which mean nothing here. */
    private static boolean isOurs(JsonNode value) {
        String mode = value.path("mode").asText();
        return mode.equals(Mode.READWRITE.name()) || mode.equals(Mode.READONLY.name());
    }

    private static LogEntry decodeSchema(JsonNode key, JsonNode value) {
        String subject = key.path("subject").asText();
        int version = key.path("version").asInt();
        if (value == null) {
            return new LogEntry.Erase(subject, version);
        }
        List<SchemaReference> references = new ArrayList<>();
        value.path("references")
                .forEach(one -> references.add(new SchemaReference(
                        one.path("name").asText(),
                        one.path("subject").asText(),
                        one.path("version").asInt())));
        SchemaText text = new SchemaText(
                value.path("schemaType").asText(SchemaText.AVRO),
                value.path("schema").asText(),
                references);
        return new LogEntry.Put(new SchemaVersion(
                subject,
                version,
                value.path("id").asInt(),
                text,
                value.path("deleted").asBoolean()));
    }

    private static String schemaKey(String subject, int version) {
        return JSON.createObjectNode()
                .put("keytype", "SCHEMA")
                .put("subject", subject)
                .put("version", version)
                .put("magic", 1)
                .toString();
    }

    private static ObjectNode schemaValue(SchemaVersion version) {
        ObjectNode value = JSON.createObjectNode()
                .put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.id());
        if (!version.text().isAvro()) {
            value.put("schemaType", version.text().type());
        }
        if (!version.text().references().isEmpty()) {
            value.set("references", JSON.valueToTree(version.text().references()));
        }
        return value.put("schema", version.text().schema()).put("deleted", version.deleted());
    }

    private static String subjectKey(String type, String subject) {
        return JSON.createObjectNode()
                .put("keytype", type)
                .put("subject", subject)
                .put("magic", 0)
                .toString();
    }

    private static String field(String name, String value) {
        return JSON.createObjectNode().put(name, value).toString();
    }

    private static Optional<String> text(JsonNode value, String name) {
        return value == null
                ? Optional.empty()
                : Optional.ofNullable(value.path(name).textValue());
    }
}
