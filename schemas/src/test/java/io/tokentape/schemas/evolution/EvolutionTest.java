package io.tokentape.schemas.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.MentionDraft;
import io.tokentape.schemas.evolution.ReleasedSchemas.Released;
import io.tokentape.schemas.wire.InMemorySchemaRegistry;
import io.tokentape.schemas.wire.WireSerde;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;

/** Backward transitive: today's schemas read what every released version wrote. */
class EvolutionTest {
    private static final Path RELEASED = Path.of("released");
    private static final String ADVICE =
            "A released version wrote records that this change cannot read. Give a new field"
                    + " a default (null where nothing is known), never change a type, never rename without an alias, and keep"
                    + " every symbol of an enum. If the record must differ, give it a new name and a new topic. What was"
                    + " released is never edited; a version that is not out yet is written again with: "
                    + ReleasedSchemas.COMMAND;

    private static Map<String, Class<? extends SpecificRecordBase>> today() {
        Map<String, Class<? extends SpecificRecordBase>> types = new LinkedHashMap<>();
        Records.all().forEach(type -> types.put(Records.schemaOf(type).getFullName(), type));
        return types;
    }

    @Test
    void readsWhatEveryReleasedVersionWrote() {
        List<String> problems = new ArrayList<>();
        for (Released released : ReleasedSchemas.all(RELEASED)) {
            String name = released.schema().getFullName();
            Class<? extends SpecificRecordBase> type = today().get(name);
            if (type == null) {
                problems.add(released.version() + " " + name + ": the record is gone");
            } else {
                EvolutionGate.problems(Records.schemaOf(type), released.schema())
                        .forEach(problem -> problems.add(released.version() + " " + name + ": " + problem));
            }
        }

        assertThat(problems).as(ADVICE).isEmpty();
    }

    /** Not only by the rules: records as the released schemas write them go through the serde. */
    @Test
    void decodesRecordsOfEveryReleasedVersion() throws IOException {
        List<Released> all = ReleasedSchemas.all(RELEASED);
        assertThat(all).isNotEmpty();
        for (Released released : all) {
            Class<? extends SpecificRecordBase> type =
                    today().get(released.schema().getFullName());
            for (Object written : new RandomData(released.schema(), 20, 11L)) {
                assertThat(decode(type, released.schema(), written))
                        .as(released.version() + " " + type.getSimpleName())
                        .isInstanceOf(type);
            }
        }
    }

    private static SpecificRecordBase decode(Class<? extends SpecificRecordBase> type, Schema writer, Object written)
            throws IOException {
        InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(ByteBuffer.allocate(5)
                .put((byte) 0)
                .putInt(registry.register("x-value", writer))
                .array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<>(writer).write(written, encoder);
        encoder.flush();
        return new WireSerde<>(registry, type).deserialize("x", out.toByteArray());
    }

    @Test
    void catchesAFieldWithoutDefault() {
        Schema released = Records.schemaOf(Intelligence.class);

        assertThat(EvolutionGate.problems(
                        changed(
                                released,
                                "{\"name\":\"postId\"",
                                "{\"name\":\"mood\",\"type\":\"int\"},{\"name\":\"postId\""),
                        released))
                .singleElement()
                .asString()
                .startsWith("READER_FIELD_MISSING_DEFAULT_VALUE");
    }

    @Test
    void letsAFieldWithADefaultIn() {
        Schema released = Records.schemaOf(Intelligence.class);
        Schema today = changed(
                released,
                "{\"name\":\"postId\"",
                "{\"name\":\"mood\",\"type\":[\"null\",\"int\"],\"default\":null},{\"name\":\"postId\"");

        assertThat(EvolutionGate.problems(today, released)).isEmpty();
    }

    @Test
    void catchesAnotherTypeDeepInside() {
        Schema released = Records.schemaOf(MentionDraft.class);

        assertThat(EvolutionGate.problems(
                        changed(
                                released,
                                "{\"name\":\"tier\",\"type\":\"int\"",
                                "{\"name\":\"tier\",\"type\":\"boolean\""),
                        released))
                .isNotEmpty();
    }

    @Test
    void catchesARenamedField() {
        Schema released = Records.schemaOf(Intelligence.class);

        assertThat(EvolutionGate.problems(
                        changed(released, "{\"name\":\"postId\"", "{\"name\":\"sourceId\""), released))
                .isNotEmpty();
    }

    @Test
    void catchesASymbolThatIsGone() {
        Schema released = Records.schemaOf(Intelligence.class);

        assertThat(EvolutionGate.problems(changed(released, "\"AIRDROP\",", ""), released))
                .containsExactly("SYMBOL_GONE: io.tokentape.schemas.avro.EventType.AIRDROP");
    }

    private static Schema changed(Schema schema, String from, String to) {
        String text = schema.toString();
        assertThat(text).contains(from);
        return new Schema.Parser().parse(text.replace(from, to));
    }
}
