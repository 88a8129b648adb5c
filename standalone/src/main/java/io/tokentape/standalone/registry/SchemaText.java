package io.tokentape.standalone.registry;

import java.util.List;

/** What makes two schemas the same one, and gives them one id. */
record SchemaText(String type, String schema, List<SchemaReference> references) {
    static final String AVRO = "AVRO";

    SchemaText {
        references = List.copyOf(references);
    }

    boolean isAvro() {
        return AVRO.equals(type);
    }
}
