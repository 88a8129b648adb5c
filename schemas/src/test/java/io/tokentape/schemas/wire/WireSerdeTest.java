package io.tokentape.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokentape.schemas.avro.Candle;
import io.tokentape.schemas.avro.GatheredPost;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.schemas.avro.RawPost;
import io.tokentape.schemas.avro.TokenRef;
import io.tokentape.schemas.evolution.Records;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class WireSerdeTest {
    private static final String TOPIC = "tokentape.test";

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

    private static RawPost.Builder aPost() {
        return RawPost.newBuilder().setSource(PostSource.TWEET).setId("1").setText("$BTC up");
    }

    @Test
    void framesAsConfluentDoes() {
        registry.register("other-value", Candle.getClassSchema());
        byte[] bytes = new WireSerde<>(registry, RawPost.class).serialize(TOPIC, aPost().build());

        assertThat(Arrays.copyOf(bytes, 5)).containsExactly(0, 0, 0, 0, 2);
    }

    @Test
    void writesTheBytesThatAvroWritesAndReadsThemBack() throws IOException {
        for (Class<? extends SpecificRecordBase> type : Records.all()) {
            RandomRecords random = new RandomRecords(7);
            for (int i = 0; i < 200; i++) {
                writesAsAvro(type, random);
            }
        }
    }

    private <T extends SpecificRecordBase> void writesAsAvro(Class<T> type, RandomRecords random) throws IOException {
        WireSerde<T> serde = new WireSerde<>(registry, type);
        T record = random.next(type);

        byte[] ours = serde.serialize(TOPIC, record);

        ByteArrayOutputStream byAvro = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(byAvro, null);
        new SpecificDatumWriter<>(record.getSchema(), new SpecificData()).write(record, encoder);
        encoder.flush();
        assertThat(Arrays.copyOfRange(ours, 5, ours.length)).isEqualTo(byAvro.toByteArray());
        assertThat(serde.deserialize(TOPIC, ours)).isEqualTo(record);
    }

    @Test
    void readsArraysInSizedBlocksAsOtherLanguagesWriteThem() throws IOException {
        Schema schema = TokenRef.getClassSchema();
        TokenRef token = TokenRef.newBuilder()
                .setId("bitcoin")
                .setSymbol("BTC")
                .setName("Bitcoin")
                .setAliases(List.of("btc", "xbt", "₿"))
                .setAssets(List.of("bitcoin:native"))
                .build();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = new EncoderFactory().configureBlockSize(64).blockingBinaryEncoder(out, null);
        new GenericDatumWriter<>(schema).write(token, encoder);
        encoder.flush();

        assertThat(new WireSerde<>(registry, TokenRef.class)
                        .deserialize(TOPIC, framed(registry.register("x", schema), out)))
                .isEqualTo(token);
    }

    @Test
    void nullIsNull() {
        WireSerde<RawPost> serde = new WireSerde<>(registry, RawPost.class);

        assertThat(serde.serialize(TOPIC, null)).isNull();
        assertThat(serde.deserialize(TOPIC, null)).isNull();
    }

    @Test
    void asksTheRegistryOnceATopicAndOnceASchema() {
        AtomicInteger asked = new AtomicInteger();
        SchemaRegistry counting = new SchemaRegistry() {
            @Override
            public int register(String subject, Schema schema) {
                asked.incrementAndGet();
                assertThat(subject).isEqualTo(TOPIC + "-value");
                return registry.register(subject, schema);
            }

            @Override
            public Schema schemaById(int id) {
                asked.incrementAndGet();
                return registry.schemaById(id);
            }
        };
        WireSerde<RawPost> serde = new WireSerde<>(counting, RawPost.class);

        for (int i = 0; i < 10; i++) {
            serde.deserialize(TOPIC, serde.serialize(TOPIC, aPost().build()));
        }

        assertThat(asked).hasValue(2);
    }

    /** A newer writer added a field and a symbol; an older one had no default-bearing fields at all. */
    @Test
    void resolvesWhatAnotherVersionWrote() throws IOException {
        Schema newer = SchemaBuilder.record("RawPost")
                .namespace("io.tokentape.schemas.avro")
                .fields()
                .name("source")
                .type(SchemaBuilder.enumeration("PostSource")
                        .namespace("io.tokentape.schemas.avro")
                        .defaultSymbol("UNKNOWN")
                        .symbols("UNKNOWN", "MASTODON", "TWEET"))
                .noDefault()
                .requiredString("text")
                .requiredString("id")
                .optionalString("mood")
                .endRecord();
        GenericData.Record written = new GenericData.Record(newer);
        written.put(
                "source", new GenericData.EnumSymbol(newer.getField("source").schema(), "MASTODON"));
        written.put("id", "7");
        written.put("text", "gm");
        written.put("mood", "sunny");

        RawPost read = new WireSerde<>(registry, RawPost.class)
                .deserialize(TOPIC, framed(registry.register("x", newer), avroBytes(newer, written)));

        assertThat(read)
                .isEqualTo(RawPost.newBuilder()
                        .setSource(PostSource.UNKNOWN)
                        .setId("7")
                        .setText("gm")
                        .build());
    }

    @Test
    void saysWhichFieldIsMissing() {
        RawPost post = aPost().build();
        post.setText(null);

        assertThatThrownBy(() -> new WireSerde<>(registry, RawPost.class).serialize(TOPIC, post))
                .isInstanceOf(SerializationException.class)
                .hasMessage("tokentape.test: cannot encode RawPost: RawPost.text is null");
    }

    @Test
    void goesOnAfterARecordThatCouldNotBeWritten() {
        WireSerde<RawPost> serde = new WireSerde<>(registry, RawPost.class);
        RawPost broken = aPost().build();
        broken.setText(null);
        byte[] before = serde.serialize(TOPIC, aPost().build());

        assertThatThrownBy(() -> serde.serialize(TOPIC, broken)).isInstanceOf(SerializationException.class);

        assertThat(serde.serialize(TOPIC, aPost().build())).isEqualTo(before);
    }

    @Test
    void refusesWhatIsNoFrame() {
        WireSerde<RawPost> serde = new WireSerde<>(registry, RawPost.class);

        assertThatThrownBy(() -> serde.deserialize(TOPIC, "{\"id\":1}".getBytes()))
                .isInstanceOf(SerializationException.class)
                .hasMessage("tokentape.test: RawPost in Confluent's wire format expected, not a first byte of 123");
        assertThatThrownBy(() -> serde.deserialize(TOPIC, new byte[0]))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("not 0 bytes");
        assertThatThrownBy(() -> serde.deserialize(TOPIC, new byte[] {0, 0, 0, 0, 99, 1}))
                .isInstanceOf(SerializationException.class)
                .hasMessage("tokentape.test: cannot decode RawPost: no schema with id 99");
    }

    @Test
    void refusesARecordOfAnotherKind() {
        byte[] candle =
                new WireSerde<>(registry, Candle.class).serialize(TOPIC, new RandomRecords(1).next(Candle.class));

        assertThatThrownBy(() -> new WireSerde<>(registry, RawPost.class).deserialize(TOPIC, candle))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("cannot decode RawPost written with schema 1")
                .hasMessageContaining("io.tokentape.schemas.avro.Candle");
    }

    @Test
    void refusesBytesThatAreLeftOver() {
        WireSerde<RawPost> serde = new WireSerde<>(registry, RawPost.class);
        byte[] bytes = serde.serialize(TOPIC, aPost().build());

        assertThatThrownBy(() -> serde.deserialize(TOPIC, Arrays.copyOf(bytes, bytes.length + 3)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("3 bytes are left over");
    }

    /** Avro's own decoder makes the list first and runs out of memory. */
    @Test
    void refusesACountThatTheBytesCannotHold() {
        byte[] bytes = {0, 0, 0, 0, 1, -2, -1, -1, -1, 15};
        registry.register("x", GatheredPost.getClassSchema());

        assertThatThrownBy(() -> new WireSerde<>(registry, GatheredPost.class).deserialize(TOPIC, bytes))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("2147483647 bytes are announced and 0 are left");
    }

    /** Whatever the bytes: a record or a SerializationException, and never an allocation that the bytes do not pay for. */
    @Test
    void survivesAnyBytes() {
        Random noise = new Random(42);
        for (Class<? extends SpecificRecordBase> type : Records.all()) {
            RandomRecords records = new RandomRecords(3);
            for (int i = 0; i < 300; i++) {
                survives(type, records, noise);
            }
        }
    }

    private <T extends SpecificRecordBase> void survives(Class<T> type, RandomRecords records, Random noise) {
        WireSerde<T> serde = new WireSerde<>(registry, type);
        T whole = records.next(type);
        byte[] bytes = serde.serialize(TOPIC, whole);
        byte[] broken = Arrays.copyOf(bytes, 5 + noise.nextInt(bytes.length - 4));
        for (int flips = noise.nextInt(4); flips > 0 && broken.length > 5; flips--) {
            broken[5 + noise.nextInt(broken.length - 5)] = (byte) noise.nextInt(256);
        }

        T read;
        try {
            read = serde.deserialize(TOPIC, broken);
        } catch (SerializationException e) {
            read = null;
        }

        assertThat(read == null || type.isInstance(read)).isTrue();
        assertThat(serde.deserialize(TOPIC, bytes)).isEqualTo(whole);
    }

    @Test
    void serveManyThreadsAtOnce() throws Exception {
        WireSerde<RawPost> serde = new WireSerde<>(registry, RawPost.class);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int seed = 0; seed < 8; seed++) {
                RandomRecords random = new RandomRecords(seed);
                work.add(() -> {
                    for (int i = 0; i < 2_000; i++) {
                        RawPost post = random.next(RawPost.class);
                        if (!serde.deserialize(TOPIC, serde.serialize(TOPIC, post))
                                .equals(post)) {
                            return false;
                        }
                    }
                    return true;
                });
            }
            for (Future<Boolean> result : threads.invokeAll(work)) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void asASettingItNeedsARegistry() {
        WireSerde<RawPost> serde = new WireSerde<>();

        assertThatThrownBy(() -> serde.serialize(TOPIC, aPost().build()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("schema.registry.url");
        assertThatThrownBy(() -> serde.configure(Map.of(), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("schema.registry.url is not set");
    }

    private static byte[] framed(int id, ByteArrayOutputStream avro) {
        byte[] frame = new byte[5 + avro.size()];
        WireFormat.writeHeader(frame, id);
        System.arraycopy(avro.toByteArray(), 0, frame, 5, avro.size());
        return frame;
    }

    private static ByteArrayOutputStream avroBytes(Schema schema, Object record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<>(schema).write(record, encoder);
        encoder.flush();
        return out;
    }
}
