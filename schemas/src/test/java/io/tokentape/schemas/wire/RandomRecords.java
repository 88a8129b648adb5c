package io.tokentape.schemas.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;

/** Seeded records of any generated class: every branch, text of every kind, numbers of every size. */
public final class RandomRecords {
    private static final String[] ALPHABETS = {"abc XYZ 019", "äöüßéèñ", "币安上市公告", "🚀🌕💎", "\u0000\n\t\"\\"};

    private final Random random;

    public RandomRecords(long seed) {
        random = new Random(seed);
    }

    public <T extends SpecificRecordBase> T next(Class<T> type) {
        return type.cast(record(SpecificData.getForClass(type).getSchema(type)));
    }

    private SpecificRecordBase record(Schema schema) {
        SpecificRecordBase record = empty(schema);
        for (Schema.Field field : schema.getFields()) {
            record.put(field.pos(), value(field.schema()));
        }
        return record;
    }

    private Object value(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> record(schema);
            case ENUM ->
                constants(schema)[random.nextInt(schema.getEnumSymbols().size())];
            case UNION ->
                value(schema.getTypes().get(random.nextInt(schema.getTypes().size())));
            case ARRAY -> list(schema.getElementType());
            case MAP -> map(schema.getValueType());
            case STRING -> text();
            case BOOLEAN -> random.nextBoolean();
            case INT -> random.nextInt() >> random.nextInt(32);
            case LONG -> random.nextLong() >> random.nextInt(64);
            case DOUBLE -> random.nextGaussian() * 1e6;
            case BYTES -> ByteBuffer.wrap(text().getBytes(StandardCharsets.UTF_8));
            case NULL -> null;
            default -> throw new IllegalArgumentException("our schemas have no " + schema.getType());
        };
    }

    private List<Object> list(Schema items) {
        List<Object> list = new ArrayList<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            list.add(value(items));
        }
        return list;
    }

    private Map<String, Object> map(Schema values) {
        Map<String, Object> map = new HashMap<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            map.put(text(), value(values));
        }
        return map;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(30); left > 0; left--) {
            int[] points =
                    ALPHABETS[random.nextInt(ALPHABETS.length)].codePoints().toArray();
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    private static SpecificRecordBase empty(Schema schema) {
        try {
            return (SpecificRecordBase)
                    Class.forName(schema.getFullName()).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object[] constants(Schema schema) {
        try {
            return Class.forName(schema.getFullName()).getEnumConstants();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
