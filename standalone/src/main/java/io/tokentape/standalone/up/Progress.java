package io.tokentape.standalone.up;

/** Is told which part has started. Called by many threads. */
@FunctionalInterface
interface Progress {
    /** @param where address of the part; null = it has none */
    void started(String part, String where);
}
