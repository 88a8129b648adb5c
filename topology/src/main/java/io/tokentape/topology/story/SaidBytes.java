package io.tokentape.topology.story;

import io.tokentape.topology.text.TextPrint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A post that waits, as an entry of the store: its name sorts by time and id. */
final class SaidBytes {
    private SaidBytes() {}

    static byte[] name(Said post) {
        byte[] id = post.id().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + id.length)
                .putLong(post.at())
                .put(id)
                .array();
    }

    static byte[] value(Said post) {
        byte[] source = post.source().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(TextPrint.BYTES + source.length)
                .put(post.print().bytes())
                .put(source)
                .array();
    }

    static Said decode(ByteBuffer name, ByteBuffer value) {
        long at = name.getLong();
        String id = StandardCharsets.UTF_8.decode(name).toString();
        TextPrint print = TextPrint.read(value.slice(0, TextPrint.BYTES));
        value.position(TextPrint.BYTES);
        return new Said(id, at, StandardCharsets.UTF_8.decode(value).toString(), print);
    }
}
