package io.tokentape.connectors.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Walks the fields of one JSON object and reads each as the type it must have. A null is always allowed here; what may
 * not be absent the caller checks at the end.
 */
final class JsonFields {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LineReader.MAX_LINE_BYTES)
                    .build())
            .build();

    private final JsonParser parser;
    private String name;

    private JsonFields(JsonParser parser) {
        this.parser = parser;
    }

    /** What to do with the field at which the walk stands; one that is not read is skipped. */
    interface Reader {
        void read(String name, JsonFields fields) throws IOException, RejectedLineException;
    }

    /** What to do with one element of a list of objects. */
    interface Element {
        void read(JsonFields fields) throws IOException, RejectedLineException;
    }

    /** Hands each field of the one object that the bytes hold to the reader. */
    static void read(byte[] bytes, int offset, int length, Reader reader) throws RejectedLineException {
        try (JsonParser parser = JSON.createParser(bytes, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new RejectedLineException(RejectReason.MALFORMED, "not a JSON object");
            }
            new JsonFields(parser).each(reader);
            if (parser.nextToken() != null) {
                throw new RejectedLineException(RejectReason.MALFORMED, "more than one JSON value on the line");
            }
        } catch (JsonProcessingException e) {
            throw new RejectedLineException(RejectReason.MALFORMED, "malformed JSON: " + firstLine(e));
        } catch (IOException e) {
            // Bytes in memory cannot fail to be read: what remains is broken UTF-8.
            throw new RejectedLineException(RejectReason.MALFORMED, "malformed text: " + e.getMessage());
        }
    }

    /** Reads the fields of the object at which the walk stands; a null has none. */
    void object(Reader reader) throws IOException, RejectedLineException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrongType("an object");
        }
        String outer = name;
        each((inner, fields) -> {
            name = outer + "." + inner;
            reader.read(inner, fields);
        });
        name = outer;
    }

    /** Hands over each object of the list at which the walk stands; a null has none. */
    void objects(Element element) throws IOException, RejectedLineException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrongType("a list of objects");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw wrongType("a list of objects");
            }
            element.read(this);
        }
    }

    /** A constant of an enum, in whatever case. */
    <E extends Enum<E>> E constant(Class<E> type, E absent) throws IOException, RejectedLineException {
        String text = text();
        if (text == null) {
            return absent;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
        }
        throw RejectedLineException.badValue(
                name,
                "must be one of " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT));
    }

    String text() throws IOException, RejectedLineException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NULL -> null;
            default -> throw wrongType("text");
        };
    }

    /** A whole number, 0 or more. */
    Long count() throws IOException, RejectedLineException {
        Long number = whole();
        if (number != null && number < 0) {
            throw RejectedLineException.badValue(name, "must be 0 or more");
        }
        return number;
    }

    Long whole() throws IOException, RejectedLineException {
        return switch (parser.currentToken()) {
            case VALUE_NUMBER_INT -> {
                if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                    throw RejectedLineException.badValue(name, "is too large");
                }
                yield parser.getLongValue();
            }
            case VALUE_NULL -> null;
            default -> throw wrongType("a whole number");
        };
    }

    /** A whole number from 1 on that fits an int. */
    Integer ordinal() throws IOException, RejectedLineException {
        Long number = whole();
        if (number == null) {
            return null;
        }
        if (number < 1 || number > Integer.MAX_VALUE) {
            throw RejectedLineException.badValue(name, "must be 1 or more");
        }
        return number.intValue();
    }

    Double number() throws IOException, RejectedLineException {
        return switch (parser.currentToken()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                double number = parser.getDoubleValue();
                if (!Double.isFinite(number)) {
                    throw RejectedLineException.badValue(name, "is too large");
                }
                yield number;
            }
            case VALUE_NULL -> null;
            default -> throw wrongType("a number");
        };
    }

    Boolean truth() throws RejectedLineException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw wrongType("true or false");
        };
    }

    List<String> texts() throws IOException, RejectedLineException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return List.of();
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrongType("a list of texts");
        }
        List<String> texts = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw wrongType("a list of texts");
            }
            texts.add(parser.getText());
        }
        return texts;
    }

    /** An ISO 8601 time as epoch milliseconds. */
    Long time() throws IOException, RejectedLineException {
        String text = text();
        return text == null ? null : TimeWindow.millis(name, text);
    }

    /** An ISO 8601 time or date as epoch milliseconds. */
    Long timeOrDate() throws IOException, RejectedLineException {
        String text = text();
        return text == null ? null : TimeWindow.millisOfTimeOrDate(name, text);
    }

    /** An ISO 8601 time, or a number of epoch milliseconds as the Avro records hold it. */
    Long timeOrMillis() throws IOException, RejectedLineException {
        return isNumber() ? whole() : time();
    }

    boolean isNumber() {
        return parser.currentToken().isNumeric();
    }

    boolean isBoolean() {
        return parser.currentToken().isBoolean();
    }

    private void each(Reader reader) throws IOException, RejectedLineException {
        String field;
        while ((field = parser.nextFieldName()) != null) {
            name = field;
            parser.nextToken();
            reader.read(field, this);
            parser.skipChildren();
        }
    }

    private RejectedLineException wrongType(String expected) {
        String found = switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            default -> "something else";
        };
        return RejectedLineException.wrongType(name, expected, found);
    }

    private static String firstLine(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
