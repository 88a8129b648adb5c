package io.tokentape.schemas.catalogue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * A topic as the catalogue declares it.
 *
 * @param id name without prefix, such as {@code raw.tweets}
 * @param name full name on the broker
 * @param key what the key is
 * @param valueType Avro record of the value; null = bytes as received
 * @param partitions default count; never changed in place
 * @param settings topic configuration that differs from the broker's defaults
 * @param writer who writes it
 * @param readers who reads it, of our own parts
 * @param holds one line for the documents
 * @param planned true: declared so that names and schemas are settled, and not written by anything yet
 */
public record Topic<V extends SpecificRecord>(
        String id,
        String name,
        String key,
        Class<V> valueType,
        int partitions,
        Map<String, String> settings,
        String writer,
        List<String> readers,
        String holds,
        boolean planned) {

    public Topic {
        settings = Map.copyOf(settings);
        readers = List.copyOf(readers);
    }

    /** The subject under which the registry keeps the value's schema. */
    public String subject() {
        return name + "-value";
    }

    /** The same topic with these settings over its own. */
    public Topic<V> withSettings(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        return new Topic<>(id, name, key, valueType, partitions, all, writer, readers, holds, planned);
    }
}
