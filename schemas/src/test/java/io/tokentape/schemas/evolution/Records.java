package io.tokentape.schemas.evolution;

import io.tokentape.schemas.avro.AlertCue;
import io.tokentape.schemas.avro.GatheredPost;
import io.tokentape.schemas.avro.MentionDraft;
import io.tokentape.schemas.avro.Sighting;
import io.tokentape.schemas.avro.StateSeriesList;
import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.catalogue.Topics;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;

/** The record classes that lie in Kafka: values of the catalogue and of internal topics and stores. */
public final class Records {
    private Records() {}

    public static List<Class<? extends SpecificRecordBase>> all() {
        Set<Class<? extends SpecificRecordBase>> types = new LinkedHashSet<>();
        for (Topic<?> topic : new Topics(Topics.DEFAULT_PREFIX).all()) {
            if (topic.valueType() != null) {
                types.add(topic.valueType().asSubclass(SpecificRecordBase.class));
            }
        }
        types.add(MentionDraft.class);
        types.add(GatheredPost.class);
        types.add(Sighting.class);
        types.add(StateSeriesList.class);
        types.add(AlertCue.class);
        return new ArrayList<>(types);
    }

    public static Schema schemaOf(Class<? extends SpecificRecordBase> type) {
        return SpecificData.getForClass(type).getSchema(type);
    }

    /** Every record and enum that a schema is made of, by full name. */
    static TreeMap<String, Schema> named(Schema schema) {
        TreeMap<String, Schema> found = new TreeMap<>();
        collect(schema, found);
        return found;
    }

    private static void collect(Schema schema, TreeMap<String, Schema> found) {
        switch (schema.getType()) {
            case RECORD -> {
                if (found.put(schema.getFullName(), schema) == null) {
                    schema.getFields().forEach(field -> collect(field.schema(), found));
                }
            }
            case ENUM -> found.put(schema.getFullName(), schema);
            case UNION -> schema.getTypes().forEach(branch -> collect(branch, found));
            case ARRAY -> collect(schema.getElementType(), found);
            case MAP -> collect(schema.getValueType(), found);
            default -> {
                // Primitive.
            }
        }
    }
}
