/** Avro records as bytes in Confluent's wire format, and the schema registries that give the ids. */
package io.tokentape.schemas.wire;
