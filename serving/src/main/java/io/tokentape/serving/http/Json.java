package io.tokentape.serving.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes JSON answers. */
public final class Json {
    public static final String CONTENT_TYPE = "application/json";

    /** For reading small documents and for writing plain maps and records. */
    public static final ObjectMapper MAPPER = new ObjectMapper();

    private static final JsonFactory FACTORY = MAPPER.getFactory();

    private Json() {}

    /** Writes one value. */
    @FunctionalInterface
    public interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    public static byte[] bytes(Body body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            body.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Takes any text, also such as no Unicode encoding can hold. */
    public static String string(Body body) {
        StringWriter out = new StringWriter(1024);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            body.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    public static void answer(Context context, Body body) {
        context.contentType(CONTENT_TYPE).result(bytes(body));
    }

    /** Unknown is null, and what is not a number is unknown. */
    public static void number(JsonGenerator json, String name, Double value) throws IOException {
        if (value == null || !Double.isFinite(value)) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }

    public static void number(JsonGenerator json, String name, Long value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }

    /** Writes one value of a kind. */
    @FunctionalInterface
    public interface Writer<T> {
        void write(T value, JsonGenerator json) throws IOException;
    }

    /** Null is written as null. */
    public static <T> void object(JsonGenerator json, String name, T value, Writer<T> writer) throws IOException {
        json.writeFieldName(name);
        if (value == null) {
            json.writeNull();
        } else {
            writer.write(value, json);
        }
    }

    /**
     * Says that the answer is a standby's, and nothing when it is not.
     *
     * @param ageMillis everything that was known so long ago is in the copy; null = unknown
     */
    public static void copy(boolean copied, Long ageMillis, JsonGenerator json) throws IOException {
        if (copied) {
            json.writeObjectFieldStart("copy");
            number(json, "age_ms", ageMillis);
            json.writeEndObject();
        }
    }

    public static void text(JsonGenerator json, String name, String value) throws IOException {
        json.writeFieldName(name);
        json.writeString(value);
    }
}
