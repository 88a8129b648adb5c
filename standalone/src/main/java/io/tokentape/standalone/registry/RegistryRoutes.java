package io.tokentape.standalone.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The paths of the real registry. `normalize` is taken and changes nothing: schemas are always kept in one spelling. */
final class RegistryRoutes {
    static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final Logger log = LoggerFactory.getLogger(RegistryRoutes.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Registry registry;

    RegistryRoutes(Registry registry) {
        this.registry = registry;
    }

    void add(RoutesConfig routes) {
        routes.before(context -> context.contentType(CONTENT_TYPE));
        routes.exception(RegistryException.class, (e, context) -> fail(context, e.status(), e.code(), e.getMessage()));
        routes.exception(
                HttpResponseException.class,
                (e, context) ->
                        fail(context, e.getStatus(), e.getStatus(), "HTTP " + e.getStatus() + " " + e.getMessage()));
        routes.exception(Exception.class, (e, context) -> {
            log.warn("{} {} failed", context.method(), context.path(), e);
            fail(context, 500, 50001, "Error in the registry: " + e.getClass().getSimpleName());
        });
        routes.get("/", context -> answer(context, JSON.createObjectNode()));
        routes.get(
                "/contexts", context -> answer(context, JSON.createArrayNode().add(".")));

        routes.get("/subjects", this::subjects);
        routes.post("/subjects/{subject}", this::lookUp);
        routes.delete("/subjects/{subject}", this::deleteSubject);
        routes.get("/subjects/{subject}/versions", this::versions);
        routes.post("/subjects/{subject}/versions", this::register);
        routes.get("/subjects/{subject}/versions/{version}", this::version);
        routes.delete("/subjects/{subject}/versions/{version}", this::deleteVersion);
        routes.get("/subjects/{subject}/versions/{version}/schema", this::versionSchema);
        routes.get("/subjects/{subject}/versions/{version}/referencedby", this::referencedBy);

        routes.get("/schemas", this::schemas);
        routes.get(
                "/schemas/types",
                context -> answer(context, JSON.createArrayNode().add(SchemaText.AVRO)));
        routes.get("/schemas/ids/{id}", this::schema);
        routes.get(
                "/schemas/ids/{id}/schema",
                context -> context.result(registry.schema(id(context)).schema()));
        routes.get("/schemas/ids/{id}/subjects", this::subjectsOfId);
        routes.get("/schemas/ids/{id}/versions", this::versionsOfId);

        routes.post("/compatibility/subjects/{subject}/versions", this::checkAll);
        routes.post("/compatibility/subjects/{subject}/versions/{version}", this::checkOne);

        for (String path : List.of("/config", "/config/{subject}")) {
            routes.get(path, this::compatibility);
            routes.put(path, this::setCompatibility);
            routes.delete(path, this::deleteCompatibility);
        }
        for (String path : List.of("/mode", "/mode/{subject}")) {
            routes.get(path, this::mode);
            routes.put(path, this::setMode);
            routes.delete(path, this::deleteMode);
        }
    }

    private void subjects(Context context) {
        String prefix = context.queryParam("subjectPrefix");
        // The real registry writes its contexts as a prefix; everything of ours is in the default one.
        boolean everything = prefix == null || prefix.equals(":*:");
        answer(
                context,
                JSON.valueToTree(registry.subjects(
                        everything ? "" : prefix, flag(context, "deleted"), flag(context, "deletedOnly"))));
    }

    private void lookUp(Context context) {
        answer(context, json(registry.lookUp(subject(context), schemaOf(body(context)), flag(context, "deleted"))));
    }

    private void deleteSubject(Context context) {
        answer(context, JSON.valueToTree(registry.deleteSubject(subject(context), flag(context, "permanent"))));
    }

    private void versions(Context context) {
        answer(
                context,
                JSON.valueToTree(
                        registry.versions(subject(context), flag(context, "deleted"), flag(context, "deletedOnly"))));
    }

    private void register(Context context) {
        int id = registry.register(subject(context), schemaOf(body(context)));
        answer(context, JSON.createObjectNode().put("id", id));
    }

    private void version(Context context) {
        answer(context, json(requested(context)));
    }

    private void versionSchema(Context context) {
        context.result(requested(context).text().schema());
    }

    private SchemaVersion requested(Context context) {
        return registry.version(subject(context), context.pathParam("version"), flag(context, "deleted"));
    }

    private void deleteVersion(Context context) {
        int version =
                registry.deleteVersion(subject(context), context.pathParam("version"), flag(context, "permanent"));
        answer(context, JSON.getNodeFactory().numberNode(version));
    }

    private void referencedBy(Context context) {
        answer(context, JSON.valueToTree(registry.referencedBy(subject(context), context.pathParam("version"))));
    }

    private void schemas(Context context) {
        String prefix = Optional.ofNullable(context.queryParam("subjectPrefix")).orElse("");
        ArrayNode all = JSON.createArrayNode();
        registry.schemas(prefix, flag(context, "deleted"), flag(context, "latestOnly"))
                .forEach(version -> all.add(json(version)));
        answer(context, all);
    }

    private void schema(Context context) {
        ObjectNode answer = JSON.createObjectNode();
        describe(answer, registry.schema(id(context)));
        if (flag(context, "fetchMaxId")) {
            answer.put("maxId", registry.maxId());
        }
        answer(context, answer);
    }

    private void subjectsOfId(Context context) {
        answer(
                context,
                JSON.valueToTree(registry.versionsOf(id(context), flag(context, "deleted")).stream()
                        .map(SchemaVersion::subject)
                        .distinct()
                        .toList()));
    }

    private void versionsOfId(Context context) {
        ArrayNode all = JSON.createArrayNode();
        registry.versionsOf(id(context), flag(context, "deleted"))
                .forEach(version ->
                        all.addObject().put("subject", version.subject()).put("version", version.version()));
        answer(context, all);
    }

    private void checkAll(Context context) {
        verdict(context, registry.check(subject(context), schemaOf(body(context))));
    }

    private void checkOne(Context context) {
        verdict(context, registry.check(subject(context), context.pathParam("version"), schemaOf(body(context))));
    }

    private static void verdict(Context context, List<String> problems) {
        ObjectNode answer = JSON.createObjectNode().put("is_compatible", problems.isEmpty());
        if (flag(context, "verbose")) {
            answer.set("messages", JSON.valueToTree(problems));
        }
        answer(context, answer);
    }

    private void compatibility(Context context) {
        Compatibility level = registry.compatibility(optionalSubject(context), flag(context, "defaultToGlobal"));
        answer(context, JSON.createObjectNode().put("compatibilityLevel", level.name()));
    }

    private void setCompatibility(Context context) {
        Compatibility level =
                Compatibility.parse(body(context).path("compatibility").asText());
        registry.setCompatibility(optionalSubject(context), level);
        answer(context, JSON.createObjectNode().put("compatibility", level.name()));
    }

    private void deleteCompatibility(Context context) {
        Compatibility before = registry.deleteCompatibility(optionalSubject(context));
        answer(context, JSON.createObjectNode().put("compatibilityLevel", before.name()));
    }

    private void mode(Context context) {
        Mode mode = registry.mode(optionalSubject(context), flag(context, "defaultToGlobal"));
        answer(context, JSON.createObjectNode().put("mode", mode.name()));
    }

    private void setMode(Context context) {
        Mode mode = Mode.parse(body(context).path("mode").asText());
        registry.setMode(optionalSubject(context), mode);
        answer(context, JSON.createObjectNode().put("mode", mode.name()));
    }

    private void deleteMode(Context context) {
        Mode before = registry.deleteMode(optionalSubject(context));
        answer(context, JSON.createObjectNode().put("mode", before.name()));
    }

    private static String subject(Context context) {
        return context.pathParam("subject");
    }

    private static Optional<String> optionalSubject(Context context) {
        return Optional.ofNullable(context.pathParamMap().get("subject"));
    }

    private static int id(Context context) {
        try {
            return Integer.parseInt(context.pathParam("id"));
        } catch (NumberFormatException e) {
            throw RegistryException.badRequest("'" + context.pathParam("id") + "' is no schema id");
        }
    }

    private static boolean flag(Context context, String name) {
        return "true".equalsIgnoreCase(context.queryParam(name));
    }

    private static JsonNode body(Context context) {
        try {
            JsonNode body = JSON.readTree(context.body());
            if (body.isObject()) {
                return body;
            }
        } catch (JsonProcessingException e) {
            throw RegistryException.badRequest("the body is no JSON: " + e.getOriginalMessage());
        }
        throw RegistryException.badRequest("the body is no JSON object");
    }

    private static SchemaText schemaOf(JsonNode body) {
        List<SchemaReference> references = new ArrayList<>();
        body.path("references")
                .forEach(one -> references.add(new SchemaReference(
                        one.path("name").asText(),
                        one.path("subject").asText(),
                        one.path("version").asInt())));
        String type = body.path("schemaType").textValue();
        return new SchemaText(
                type == null ? SchemaText.AVRO : type, body.path("schema").asText(), references);
    }

    private static ObjectNode json(SchemaVersion version) {
        ObjectNode json = JSON.createObjectNode()
                .put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.id());
        describe(json, version.text());
        return json;
    }

    private static void describe(ObjectNode json, SchemaText text) {
        if (!text.isAvro()) {
            json.put("schemaType", text.type());
        }
        if (!text.references().isEmpty()) {
            json.set("references", JSON.valueToTree(text.references()));
        }
        json.put("schema", text.schema());
    }

    private static void answer(Context context, JsonNode json) {
        context.result(json.toString());
    }

    private static void fail(Context context, int status, int code, String message) {
        context.status(status)
                .result(JSON.createObjectNode()
                        .put("error_code", code)
                        .put("message", message)
                        .toString());
    }
}
