package io.tokentape.standalone.registry;

import java.util.Locale;

/** Whether schemas may be registered. */
enum Mode {
    READWRITE,
    READONLY;

    static Mode parse(String text) {
        try {
            return valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw RegistryException.invalidMode();
        }
    }
}
