package io.tokentape.standalone.registry;

/**
 * Another registered schema that a schema uses.
 *
 * @param name full name by which it is used
 */
record SchemaReference(String name, String subject, int version) {}
