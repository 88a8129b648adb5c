package io.tokentape.standalone.dlq;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tokentape.schemas.wire.SchemaRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.KafkaException;

/** Shows bytes as far as they can be understood: as the Avro record they hold, as text, and in hexadecimal. */
final class LetterBytes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FRAME_BYTES = 5;
    private static final int SHOWN_BYTES = 512;
    private static final int SHOWN_CHARS = 4096;

    private final SchemaRegistry registry;

    LetterBytes(SchemaRegistry registry) {
        this.registry = registry;
    }

    /** @param bytes null = there are none */
    ObjectNode show(byte[] bytes) {
        ObjectNode shown = JSON.createObjectNode();
        if (bytes == null) {
            return shown.putNull("bytes");
        }
        shown.put("bytes", bytes.length);
        addText(shown, bytes);
        if (bytes.length >= FRAME_BYTES && bytes[0] == 0) {
            addRecord(shown, bytes);
        }
        shown.put("hex", HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, SHOWN_BYTES)));
        return shown;
    }

    private void addRecord(ObjectNode shown, byte[] bytes) {
        int id = ByteBuffer.wrap(bytes).getInt(1);
        shown.put("schemaId", id);
        try {
            Schema schema = registry.schemaById(id);
            shown.put("schema", schema.getFullName());
            BinaryDecoder decoder =
                    DecoderFactory.get().binaryDecoder(bytes, FRAME_BYTES, bytes.length - FRAME_BYTES, null);
            GenericRecord record = new GenericDatumReader<GenericRecord>(schema).read(null, decoder);
            shown.set("record", JSON.readTree(record.toString()));
            if (!decoder.isEnd()) {
                shown.put("trouble", "there are bytes behind the record");
            }
        } catch (IOException | AvroRuntimeException | KafkaException | ClassCastException e) {
            shown.put("trouble", e.toString());
        }
    }

    private static void addText(ObjectNode shown, byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            shown.put("text", text.substring(0, Math.min(text.length(), SHOWN_CHARS)));
        } catch (CharacterCodingException e) {
            shown.putNull("text");
        }
    }
}
