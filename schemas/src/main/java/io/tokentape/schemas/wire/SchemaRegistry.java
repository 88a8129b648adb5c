package io.tokentape.schemas.wire;

import org.apache.avro.Schema;

/** Ids for schemas, as Confluent's registry gives them. Implementations are safe for use by many threads. */
public interface SchemaRegistry {
    /**
     * The id of the schema under the subject, registered if it is new.
     *
     * @throws org.apache.kafka.common.errors.SerializationException when the registry is away or refuses the schema
     */
    int register(String subject, Schema schema);

    /**
     * The schema with this id.
     *
     * @throws org.apache.kafka.common.errors.SerializationException when the registry is away or knows no such id
     */
    Schema schemaById(int id);
}
