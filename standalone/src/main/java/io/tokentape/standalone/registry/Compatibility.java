package io.tokentape.standalone.registry;

import java.util.Locale;

/** What a new schema of a subject must be able to do. */
enum Compatibility {
    NONE(false, false, false),
    BACKWARD(true, false, false),
    BACKWARD_TRANSITIVE(true, false, true),
    FORWARD(false, true, false),
    FORWARD_TRANSITIVE(false, true, true),
    FULL(true, true, false),
    FULL_TRANSITIVE(true, true, true);

    /** The new schema reads what the earlier one wrote. */
    final boolean backward;
    /** The earlier schema reads what the new one writes. */
    final boolean forward;
    /** Held against all earlier versions, not only the latest. */
    final boolean transitive;

    Compatibility(boolean backward, boolean forward, boolean transitive) {
        this.backward = backward;
        this.forward = forward;
        this.transitive = transitive;
    }

    static Compatibility parse(String text) {
        try {
            return valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw RegistryException.invalidCompatibility();
        }
    }
}
