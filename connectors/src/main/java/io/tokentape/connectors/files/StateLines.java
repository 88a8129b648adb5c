package io.tokentape.connectors.files;

import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.avro.Tri;
import io.tokentape.schemas.catalogue.Topics;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/**
 * Token states as JSON lines: {@code asset}, {@code provider} and {@code ts} (when observed, the record's timestamp), and
 * any field of the Avro record. An absent fact stays unknown. Flags are yes, no, unknown or a JSON boolean; times are ISO
 * 8601 or epoch milliseconds.
 */
public final class StateLines implements LineParser<TokenState> {
    private static final String OBSERVED = "observedAt";

    private final Topics topics;
    private final TimeWindow window;
    private final Map<String, Field> fields = new HashMap<>();

    public StateLines(Topics topics, Clock clock) {
        this.topics = topics;
        this.window = new TimeWindow(clock);
        for (Schema.Field field : TokenState.getClassSchema().getFields()) {
            fields.put(field.name(), new Field(field));
        }
    }

    @Override
    public Parsed<TokenState> parse(byte[] bytes, int offset, int length) {
        if (Lines.isBlank(bytes, offset, length)) {
            return new Parsed.Nothing<>();
        }
        try {
            Lines.checkSmall(length);
            return new Parsed.Accepted<>(record(bytes, offset, length));
        } catch (RejectedLineException e) {
            return new Parsed.Rejected<>(e.reason(), e.getMessage());
        }
    }

    private TapeRecord<TokenState> record(byte[] bytes, int offset, int length) throws RejectedLineException {
        TokenState state = new TokenState();
        fields.values().forEach(field -> field.setDefault(state));
        Long[] ts = new Long[1];
        boolean[] observed = new boolean[1];
        JsonFields.read(bytes, offset, length, (name, json) -> {
            if (name.equals("ts")) {
                ts[0] = json.time();
                return;
            }
            Field field = fields.get(name);
            if (field != null && field.set(state, json)) {
                observed[0] |= name.equals(OBSERVED);
            }
        });
        if (state.getAsset() == null) {
            throw RejectedLineException.missing("asset");
        }
        if (ts[0] == null) {
            throw RejectedLineException.missing("ts");
        }
        if (state.getProvider() == null) {
            throw RejectedLineException.missing("provider");
        }
        state.setAsset(AssetId.canonical("asset", state.getAsset()));
        long timestamp = window.accept("ts", ts[0]);
        if (!observed[0]) {
            state.setObservedAt(timestamp);
        }
        return new TapeRecord<>(topics.tokenState, state.getAsset(), timestamp, state);
    }

    /** A field of the record and how it is read, taken from its schema so that a new field needs no code. */
    private static final class Field {
        private final int index;
        private final String name;
        private final Schema type;
        private final Object defaultValue;

        Field(Schema.Field field) {
            index = field.pos();
            name = field.name();
            type = field.schema().isUnion()
                    ? field.schema().getTypes().stream()
                            .filter(branch -> branch.getType() != Schema.Type.NULL)
                            .findFirst()
                            .orElseThrow()
                    : field.schema();
            defaultValue = field.hasDefaultValue() ? defaultOf(field) : null;
            switch (type.getType()) {
                case STRING, INT, LONG, DOUBLE, BOOLEAN, ENUM -> {
                    // What #read knows.
                }
                default -> throw new IllegalArgumentException("no way to read " + name + " of type " + type);
            }
        }

        private Object defaultOf(Schema.Field field) {
            return type.getType() == Schema.Type.ENUM
                    ? Tri.valueOf(field.defaultVal().toString())
                    : SpecificData.get().getDefaultValue(field);
        }

        void setDefault(TokenState state) {
            if (defaultValue != null) {
                state.put(index, defaultValue);
            }
        }

        /** False when the line says null. */
        boolean set(TokenState state, JsonFields json) throws IOException, RejectedLineException {
            Object value = read(json);
            if (value != null) {
                state.put(index, value);
            }
            return value != null;
        }

        private Object read(JsonFields json) throws IOException, RejectedLineException {
            return switch (type.getType()) {
                case STRING -> json.text();
                case INT -> json.ordinal();
                case LONG -> name.endsWith("At") ? json.timeOrMillis() : json.count();
                case DOUBLE -> json.number();
                case BOOLEAN -> json.truth();
                case ENUM -> flag(json);
                default -> throw new IllegalStateException(name);
            };
        }

        private Object flag(JsonFields json) throws IOException, RejectedLineException {
            String symbol;
            if (json.isBoolean()) {
                symbol = json.truth() ? "YES" : "NO";
            } else {
                String text = json.text();
                if (text == null) {
                    return null;
                }
                symbol = text.toUpperCase(Locale.ROOT);
            }
            if (!type.hasEnumSymbol(symbol)) {
                throw RejectedLineException.badValue(
                        name,
                        "must be one of " + type.getEnumSymbols().toString().toLowerCase(Locale.ROOT));
            }
            return Tri.valueOf(symbol);
        }
    }
}
