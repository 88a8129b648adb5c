package io.tokentape.standalone.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RegistryTest {
    private static final String SUBJECT = "posts-value";

    private final MemoryLog log = new MemoryLog();
    private final Registry registry = new Registry(log);

    private static SchemaText aPost(String... fields) {
        StringBuilder all = new StringBuilder("{\"name\":\"id\",\"type\":\"string\"}");
        for (String field : fields) {
            all.append(',').append(field);
        }
        return avro("{\"type\":\"record\",\"name\":\"Post\",\"namespace\":\"t\",\"fields\":[" + all + "]}");
    }

    private static SchemaText avro(String schema) {
        return new SchemaText(SchemaText.AVRO, schema, List.of());
    }

    private static String optional(String name) {
        return "{\"name\":\"" + name + "\",\"type\":[\"null\",\"string\"],\"default\":null}";
    }

    private static String required(String name) {
        return "{\"name\":\"" + name + "\",\"type\":\"string\"}";
    }

    private static void fails(ThrowingCallable call, int status, int code) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RegistryException.class, e -> {
            assertThat(e.status()).isEqualTo(status);
            assertThat(e.code()).isEqualTo(code);
        });
    }

    @Test
    void givesOneIdToOneSchemaHoweverItIsSpelt() {
        int id = registry.register(SUBJECT, aPost());

        assertThat(registry.register(SUBJECT, avro(aPost().schema().replace(":", " : "))))
                .isEqualTo(id);
        assertThat(registry.register("other-value", aPost())).isEqualTo(id);
        assertThat(registry.versions(SUBJECT, false, false)).containsExactly(1);
        assertThat(registry.versionsOf(id, false))
                .extracting(SchemaVersion::subject)
                .containsExactly("other-value", SUBJECT);
    }

    @Test
    void countsVersionsAndIdsUp() {
        assertThat(registry.register(SUBJECT, aPost())).isEqualTo(1);
        assertThat(registry.register(SUBJECT, aPost(optional("url")))).isEqualTo(2);

        assertThat(registry.versions(SUBJECT, false, false)).containsExactly(1, 2);
        assertThat(registry.version(SUBJECT, "latest", false).id()).isEqualTo(2);
        assertThat(registry.version(SUBJECT, "-1", false).id()).isEqualTo(2);
        assertThat(registry.version(SUBJECT, "1", false).id()).isEqualTo(1);
        assertThat(registry.maxId()).isEqualTo(2);
    }

    @Test
    void refusesWhatTheEarlierVersionsRecordsCannotBeReadWith() {
        registry.register(SUBJECT, aPost());

        assertThatThrownBy(() -> registry.register(SUBJECT, aPost(required("url"))))
                .isInstanceOf(RegistryException.class)
                .hasMessageStartingWith("Schema being registered is incompatible with an earlier schema for subject"
                        + " \"posts-value\", details: [{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE'")
                .hasMessageContaining("url")
                .hasMessageContaining("{compatibility: 'BACKWARD'}");
        fails(() -> registry.register(SUBJECT, aPost(required("url"))), 409, 409);
    }

    @Test
    void holdsASchemaAgainstTheLevelThatIsSet() {
        SchemaText first = aPost();
        SchemaText more = aPost(required("url"));

        assertThat(verdicts(first, more)).containsExactly(true, false, false, true, true, false, false);
        assertThat(verdicts(more, first)).containsExactly(true, true, true, false, false, false, false);
        assertThat(verdicts(first, aPost(optional("url")))).containsExactly(true, true, true, true, true, true, true);
    }

    private List<Boolean> verdicts(SchemaText earlier, SchemaText next) {
        Registry fresh = new Registry(new MemoryLog());
        fresh.register(SUBJECT, earlier);
        return List.of(Compatibility.values()).stream()
                .map(level -> {
                    fresh.setCompatibility(Optional.of(SUBJECT), level);
                    return fresh.check(SUBJECT, next).isEmpty();
                })
                .toList();
    }

    /** Version 3 reads version 2 and not version 1. */
    @Test
    void looksAtAllVersionsOnlyWhereTheLevelIsTransitive() {
        registry.setCompatibility(Optional.empty(), Compatibility.NONE);
        registry.register(SUBJECT, aPost());
        registry.register(SUBJECT, aPost(required("url")));

        registry.setCompatibility(Optional.empty(), Compatibility.BACKWARD);
        assertThat(registry.check(SUBJECT, aPost(required("url"), optional("title"))))
                .isEmpty();
        registry.setCompatibility(Optional.empty(), Compatibility.BACKWARD_TRANSITIVE);
        assertThat(registry.check(SUBJECT, aPost(required("url"), optional("title"))))
                .contains("{oldSchemaVersion: 1}");
    }

    @Test
    void checksAgainstOneVersion() {
        registry.setCompatibility(Optional.empty(), Compatibility.BACKWARD);
        registry.register(SUBJECT, aPost());

        assertThat(registry.check(SUBJECT, "1", aPost(optional("a")))).isEmpty();
        assertThat(registry.check(SUBJECT, "latest", aPost(required("a")))).isNotEmpty();
        assertThat(registry.check("none-value", "latest", aPost())).isEmpty();
        assertThat(registry.check("none-value", aPost())).isEmpty();
        fails(() -> registry.check(SUBJECT, "2", aPost()), 404, 40402);
        fails(() -> registry.check(SUBJECT, "first", aPost()), 422, 42202);
    }

    @Test
    void knowsNothingOfWhatIsNotThere() {
        registry.register(SUBJECT, aPost());

        fails(() -> registry.versions("x", false, false), 404, 40401);
        fails(() -> registry.version("x", "1", false), 404, 40401);
        fails(() -> registry.version(SUBJECT, "2", false), 404, 40402);
        fails(() -> registry.version(SUBJECT, "0", false), 422, 42202);
        fails(() -> registry.schema(9), 404, 40403);
        fails(() -> registry.lookUp(SUBJECT, aPost(optional("a")), false), 404, 40403);
        fails(() -> registry.lookUp("x", aPost(), false), 404, 40401);
        fails(() -> registry.deleteSubject("x", false), 404, 40401);
        fails(() -> registry.compatibility(Optional.of(SUBJECT), false), 404, 40408);
        fails(() -> registry.mode(Optional.of(SUBJECT), false), 404, 40409);
    }

    @Test
    void refusesWhatIsNoAvroSchema() {
        fails(() -> registry.register(SUBJECT, avro("{\"type\":\"nonsense\"}")), 422, 42201);
        fails(() -> registry.register(SUBJECT, avro("{")), 422, 42201);
        fails(() -> registry.register(SUBJECT, avro("")), 422, 42201);
        fails(() -> registry.register(SUBJECT, new SchemaText("PROTOBUF", "syntax", List.of())), 422, 42201);
    }

    @Test
    void hidesASubjectThatIsDeletedSoftlyAndKeepsItsIds() {
        int id = registry.register(SUBJECT, aPost());
        registry.register(SUBJECT, aPost(optional("a")));

        assertThat(registry.deleteSubject(SUBJECT, false)).containsExactly(1, 2);

        assertThat(registry.subjects("", false, false)).isEmpty();
        assertThat(registry.subjects("", true, false)).containsExactly(SUBJECT);
        assertThat(registry.subjects("", false, true)).containsExactly(SUBJECT);
        assertThat(registry.versions(SUBJECT, true, false)).containsExactly(1, 2);
        assertThat(registry.schema(id).schema()).contains("Post");
        fails(() -> registry.versions(SUBJECT, false, false), 404, 40401);
        fails(() -> registry.deleteSubject(SUBJECT, false), 404, 40404);
    }

    @Test
    void givesASchemaThatComesBackItsOldIdAndANewVersion() {
        int id = registry.register(SUBJECT, aPost());
        registry.deleteSubject(SUBJECT, false);

        assertThat(registry.register(SUBJECT, aPost())).isEqualTo(id);
        assertThat(registry.versions(SUBJECT, false, false)).containsExactly(2);
    }

    @Test
    void deletesForGoodOnlyWhatIsDeletedSoftly() {
        registry.register(SUBJECT, aPost());

        fails(() -> registry.deleteSubject(SUBJECT, true), 404, 40405);
        registry.deleteSubject(SUBJECT, false);
        assertThat(registry.deleteSubject(SUBJECT, true)).containsExactly(1);

        assertThat(registry.subjects("", true, false)).isEmpty();
        fails(() -> registry.deleteSubject(SUBJECT, true), 404, 40401);
    }

    @Test
    void deletesOneVersion() {
        registry.register(SUBJECT, aPost());
        registry.register(SUBJECT, aPost(optional("a")));

        assertThat(registry.deleteVersion(SUBJECT, "latest", false)).isEqualTo(2);

        assertThat(registry.versions(SUBJECT, false, false)).containsExactly(1);
        assertThat(registry.versions(SUBJECT, true, false)).containsExactly(1, 2);
        assertThat(registry.versions(SUBJECT, false, true)).containsExactly(2);
        fails(() -> registry.deleteVersion(SUBJECT, "2", false), 404, 40406);
        fails(() -> registry.deleteVersion(SUBJECT, "1", true), 404, 40407);
        assertThat(registry.deleteVersion(SUBJECT, "2", true)).isEqualTo(2);
        assertThat(registry.versions(SUBJECT, true, false)).containsExactly(1);
    }

    @Test
    void keepsLevelsOfSubjectsApartFromTheGlobalOne() {
        Optional<String> subject = Optional.of(SUBJECT);
        assertThat(registry.compatibility(Optional.empty(), false)).isEqualTo(Compatibility.BACKWARD);
        assertThat(registry.compatibility(subject, true)).isEqualTo(Compatibility.BACKWARD);

        registry.setCompatibility(Optional.empty(), Compatibility.FULL);
        registry.setCompatibility(subject, Compatibility.NONE);

        assertThat(registry.compatibility(subject, false)).isEqualTo(Compatibility.NONE);
        assertThat(registry.deleteCompatibility(subject)).isEqualTo(Compatibility.NONE);
        assertThat(registry.compatibility(subject, true)).isEqualTo(Compatibility.FULL);
        fails(() -> registry.deleteCompatibility(subject), 404, 40401);
        assertThat(registry.deleteCompatibility(Optional.empty())).isEqualTo(Compatibility.FULL);
        assertThat(registry.compatibility(Optional.empty(), false)).isEqualTo(Compatibility.BACKWARD);
        fails(() -> Compatibility.parse("SIDEWAYS"), 422, 42203);
        assertThat(Compatibility.parse("full_transitive")).isEqualTo(Compatibility.FULL_TRANSITIVE);
    }

    @Test
    void registersNothingNewInReadOnlyMode() {
        registry.register(SUBJECT, aPost());
        registry.setMode(Optional.of(SUBJECT), Mode.READONLY);

        fails(() -> registry.register(SUBJECT, aPost(optional("a"))), 422, 42205);
        assertThat(registry.register(SUBJECT, aPost())).isEqualTo(1);
        assertThat(registry.register("other-value", aPost(optional("a")))).isEqualTo(2);
        fails(() -> Mode.parse("IMPORT"), 422, 42204);
    }

    @Test
    void readsASchemaThatUsesAnother() {
        SchemaText money = avro("{\"type\":\"record\",\"name\":\"Money\",\"namespace\":\"t\",\"fields\":["
                + "{\"name\":\"amount\",\"type\":\"double\"}]}");
        SchemaText bill = new SchemaText(
                SchemaText.AVRO,
                "{\"type\":\"record\",\"name\":\"Bill\",\"namespace\":\"t\",\"fields\":["
                        + "{\"name\":\"total\",\"type\":\"t.Money\"}]}",
                List.of(new SchemaReference("t.Money", "money-value", 1)));
        fails(() -> registry.register("bill-value", bill), 422, 42201);
        registry.register("money-value", money);

        int id = registry.register("bill-value", bill);

        assertThat(registry.schema(id)).isEqualTo(bill);
        assertThat(registry.referencedBy("money-value", "1")).containsExactly(id);
        fails(() -> registry.deleteVersion("money-value", "1", false), 422, 42206);
        fails(() -> registry.deleteSubject("money-value", false), 422, 42206);
    }

    @Test
    void knowsTheSameAfterARestart() {
        registry.register(SUBJECT, aPost());
        registry.register(SUBJECT, aPost(optional("a")));
        registry.register("gone-value", aPost(optional("b")));
        registry.deleteSubject("gone-value", false);
        registry.deleteVersion(SUBJECT, "1", false);
        registry.setCompatibility(Optional.empty(), Compatibility.FULL);
        registry.setCompatibility(Optional.of(SUBJECT), Compatibility.NONE);
        registry.setMode(Optional.of("x"), Mode.READONLY);

        Registry again = new Registry(log);

        assertThat(again.schemas("", true, false)).isEqualTo(registry.schemas("", true, false));
        assertThat(again.subjects("", false, false)).containsExactly(SUBJECT);
        assertThat(again.compatibility(Optional.empty(), false)).isEqualTo(Compatibility.FULL);
        assertThat(again.compatibility(Optional.of(SUBJECT), false)).isEqualTo(Compatibility.NONE);
        assertThat(again.mode(Optional.of("x"), false)).isEqualTo(Mode.READONLY);
        assertThat(again.register("new-value", aPost(optional("c")))).isEqualTo(4);
    }

    @Test
    void knowsNothingThatIsNotSafe() {
        log.breakDown();

        fails(() -> registry.register(SUBJECT, aPost()), 500, 50001);
        assertThat(registry.subjects("", true, false)).isEmpty();
    }

    @Test
    void takesOverTheTopicOfARealRegistry() {
        log.put("{\"keytype\":\"NOOP\",\"magic\":0}", null);
        log.put(
                "{\"keytype\":\"CONFIG\",\"subject\":null,\"magic\":0}",
                "{\"compatibilityLevel\":\"FULL_TRANSITIVE\",\"normalize\":true}");
        log.put(
                "{\"keytype\":\"SCHEMA\",\"subject\":\"a-value\",\"version\":1,\"magic\":1}",
                "{\"subject\":\"a-value\",\"version\":1,\"id\":17,\"md5\":\"x==\",\"schema\":\"\\\"string\\\"\","
                        + "\"deleted\":false,\"ts\":1700000000000,\"offset\":3}");
        log.put(
                "{\"keytype\":\"SCHEMA\",\"subject\":\"b-value\",\"version\":2,\"magic\":1}",
                "{\"subject\":\"b-value\",\"version\":2,\"id\":18,\"schemaType\":\"JSON\",\"schema\":\"{}\","
                        + "\"deleted\":false}");
        log.put(
                "{\"keytype\":\"DELETE_SUBJECT\",\"subject\":\"b-value\",\"magic\":0}",
                "{\"subject\":\"b-value\",\"version\":2}");
        log.put("{\"keytype\":\"MODE\",\"subject\":null,\"magic\":0}", "{\"mode\":\"IMPORT\"}");

        Registry taken = new Registry(log);

        assertThat(taken.compatibility(Optional.empty(), false)).isEqualTo(Compatibility.FULL_TRANSITIVE);
        assertThat(taken.register("a-value", avro("\"string\""))).isEqualTo(17);
        assertThat(taken.subjects("", false, false)).containsExactly("a-value");
        assertThat(taken.schema(18).type()).isEqualTo("JSON");
        assertThat(taken.register("c-value", avro("\"int\""))).isEqualTo(19);
    }

    @Test
    void writesRecordsAsARealRegistryDoes() {
        registry.register("a-value", avro("{\"type\":\"string\"}"));
        registry.setCompatibility(Optional.empty(), Compatibility.FULL);
        registry.deleteSubject("a-value", false);

        assertThat(log.records())
                .containsEntry(
                        "{\"keytype\":\"SCHEMA\",\"subject\":\"a-value\",\"version\":1,\"magic\":1}",
                        "{\"subject\":\"a-value\",\"version\":1,\"id\":1,\"schema\":\"\\\"string\\\"\",\"deleted\":true}")
                .containsEntry(
                        "{\"keytype\":\"CONFIG\",\"subject\":null,\"magic\":0}", "{\"compatibilityLevel\":\"FULL\"}");
    }
}
