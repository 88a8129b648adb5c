package io.tokentape.standalone.registry;

import java.util.Optional;

/** One thing that the registry remembers; later ones go over earlier ones of the same key. */
sealed interface LogEntry {
    /** A version as it is now. */
    record Put(SchemaVersion version) implements LogEntry {}

    /** A version that is gone for good. */
    record Erase(String subject, int version) implements LogEntry {}

    /** All versions of the subject up to this one are softly deleted; the real registry writes it. */
    record DeleteSubject(String subject, int upTo) implements LogEntry {}

    /** All versions of the subject are gone for good; the real registry writes it. */
    record ClearSubject(String subject) implements LogEntry {}

    /**
     * A compatibility level.
     *
     * @param subject empty = the global one
     * @param level empty = set no longer
     */
    record SetCompatibility(Optional<String> subject, Optional<Compatibility> level) implements LogEntry {}

    /** A mode; as with the compatibility. */
    record SetMode(Optional<String> subject, Optional<Mode> mode) implements LogEntry {}
}
