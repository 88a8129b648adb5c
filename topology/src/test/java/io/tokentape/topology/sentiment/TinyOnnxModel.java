package io.tokentape.topology.sentiment;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a model of four nodes as the bytes of ONNX's protocol buffers (onnx.proto, IR version 8, operators 13): the outputs
 * are the sum of one row of weights a word piece, as far as the attention mask lets it count.
 */
final class TinyOnnxModel {
    private static final int FLOAT = 1;
    private static final int INT32 = 6;
    private static final int INT64 = 7;
    private static final int ATTRIBUTE_INT = 2;
    private static final int ATTRIBUTE_INTS = 7;

    private TinyOnnxModel() {}

    /**
     * Writes {@code model.onnx} and {@code vocab.txt} into a folder.
     *
     * @param weights one row a piece, one column an output
     */
    static void write(Path folder, List<String> pieces, float[][] weights) throws IOException {
        write(folder, pieces, weights, INT64);
    }

    /** The same for whole numbers of 32 bits. */
    static void writeInt32(Path folder, List<String> pieces, float[][] weights) throws IOException {
        write(folder, pieces, weights, INT32);
    }

    private static void write(Path folder, List<String> pieces, float[][] weights, int inputType) throws IOException {
        Files.write(folder.resolve("vocab.txt"), pieces);
        Message graph = new Message()
                .message(1, node("Gather", "rows", List.of("weights", "input_ids"), new Message()))
                .message(
                        1,
                        node(
                                "Cast",
                                "counts",
                                List.of("attention_mask"),
                                new Message().text(1, "to").number(3, FLOAT).number(20, ATTRIBUTE_INT)))
                .message(1, node("MatMul", "sums", List.of("counts", "rows"), new Message()))
                .message(
                        1,
                        node(
                                "ReduceMean",
                                "logits",
                                List.of("sums"),
                                new Message().text(1, "axes").number(8, 1).number(20, ATTRIBUTE_INTS),
                                new Message().text(1, "keepdims").number(3, 0).number(20, ATTRIBUTE_INT)))
                .text(2, "tiny")
                .message(5, tensor("weights", weights))
                .message(11, value("input_ids", inputType, "batch", "length"))
                .message(11, value("attention_mask", inputType, "batch", "length"))
                .message(12, value("logits", FLOAT, "batch", "labels"));
        Message model = new Message()
                .number(1, 8)
                .text(2, "tokentape-test")
                .message(7, graph)
                .message(8, new Message().text(1, "").number(2, 13));
        Files.write(folder.resolve("model.onnx"), model.bytes());
    }

    private static Message node(String type, String output, List<String> inputs, Message... attributes) {
        Message node = new Message();
        inputs.forEach(input -> node.text(1, input));
        node.text(2, output).text(3, output + "-node").text(4, type);
        for (Message attribute : attributes) {
            if (attribute.bytes().length > 0) {
                node.message(5, attribute);
            }
        }
        return node;
    }

    private static Message tensor(String name, float[][] rows) {
        ByteBuffer raw =
                ByteBuffer.allocate(rows.length * rows[0].length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] row : rows) {
            for (float weight : row) {
                raw.putFloat(weight);
            }
        }
        return new Message()
                .number(1, rows.length)
                .number(1, rows[0].length)
                .number(2, FLOAT)
                .text(8, name)
                .field(9, raw.array());
    }

    private static Message value(String name, int type, String... dimensions) {
        Message shape = new Message();
        for (String dimension : dimensions) {
            shape.message(1, new Message().text(2, dimension));
        }
        return new Message()
                .text(1, name)
                .message(
                        2,
                        new Message().message(1, new Message().number(1, type).message(2, shape)));
    }

    /** A message of protocol buffers in the making. */
    private static final class Message {
        private static final int VARINT = 0;
        private static final int LENGTH_DELIMITED = 2;

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint((long) field << 3 | VARINT);
            varint(value);
            return this;
        }

        Message text(int field, String value) {
            return field(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return field(field, value.bytes());
        }

        Message field(int field, byte[] value) {
            varint((long) field << 3 | LENGTH_DELIMITED);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        byte[] bytes() {
            return out.toByteArray();
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                out.write((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
