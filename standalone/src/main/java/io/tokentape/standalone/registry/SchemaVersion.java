package io.tokentape.standalone.registry;

/**
 * A schema under a subject.
 *
 * @param deleted softly: hidden, and still readable by its id
 */
record SchemaVersion(String subject, int version, int id, SchemaText text, boolean deleted) {
    SchemaVersion asDeleted() {
        return new SchemaVersion(subject, version, id, text, true);
    }
}
