package io.tokentape.schemas.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;

/** What DESIGN asks of every schema. */
class SchemaRulesTest {
    private static TreeMap<String, Schema> everything() {
        TreeMap<String, Schema> all = new TreeMap<>();
        Records.all().forEach(type -> all.putAll(Records.named(Records.schemaOf(type))));
        return all;
    }

    @Test
    void everyEnumFallsBackToUnknown() {
        List<String> without = everything().values().stream()
                .filter(schema -> schema.getType() == Schema.Type.ENUM)
                .filter(schema -> !"UNKNOWN".equals(schema.getEnumDefault()))
                .map(Schema::getName)
                .toList();

        assertThat(without).as("enums that must end in `= UNKNOWN`").isEmpty();
    }

    @Test
    void everyRecordAndEveryFieldIsDocumented() {
        List<String> silent = new ArrayList<>();
        for (Schema schema : everything().values()) {
            if (schema.getType() == Schema.Type.RECORD) {
                if (schema.getDoc() == null) {
                    silent.add(schema.getName());
                }
                schema.getFields().stream()
                        .filter(field -> field.doc() == null || field.doc().isBlank())
                        .forEach(field -> silent.add(schema.getName() + "." + field.name()));
            }
        }

        // Some small records of one purpose say all in their fields.
        silent.removeAll(List.of("Sentiment", "Event", "Value", "Keyword"));
        assertThat(silent).as("say what it is, its unit, and what null means").isEmpty();
    }

    @Test
    void everyReferenceRecordSaysFromWhenItHolds() {
        List<Schema> references = everything().values().stream()
                .filter(schema -> schema.getName().endsWith("Ref"))
                .toList();

        assertThat(references).hasSize(6).allSatisfy(schema -> {
            assertThat(schema.getField("effectiveAt").schema().isNullable()).isTrue();
            assertThat(schema.getField("deleted").defaultVal()).isEqualTo(false);
        });
    }

    /** They would switch off the generated coders, and with them most of the speed. */
    @Test
    void noSchemaHasALogicalType() {
        assertThat(everything().values())
                .allSatisfy(schema -> assertThat(schema.toString()).doesNotContain("logicalType"));
    }

    @Test
    void everyRecordWritesAndReadsItself() throws ReflectiveOperationException {
        Method hasCustomCoders = SpecificRecordBase.class.getDeclaredMethod("hasCustomCoders");
        hasCustomCoders.setAccessible(true);

        for (Schema schema : everything().values()) {
            if (schema.getType() == Schema.Type.RECORD) {
                Object record = Class.forName(schema.getFullName())
                        .getDeclaredConstructor()
                        .newInstance();
                assertThat((boolean) hasCustomCoders.invoke(record))
                        .as(schema.getName())
                        .isTrue();
            }
        }
    }
}
