package io.tokentape.standalone.registry;

import java.util.function.Consumer;

/** Where the registry remembers. */
interface RegistryLog extends AutoCloseable {
    /** Hands over everything remembered so far, oldest first. */
    void replay(Consumer<LogEntry> entries);

    /**
     * Returns when the entry is safe.
     *
     * @throws RegistryException when it is not
     */
    void append(LogEntry entry);

    @Override
    void close();
}
