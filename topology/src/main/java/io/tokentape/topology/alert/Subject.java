package io.tokentape.topology.alert;

import java.util.Objects;

/**
 * What an alert is about; the key under which everything about it meets.
 *
 * @param name an asset, a company's id, an upper-case symbol, or {@code <source>:<channel>}; never empty
 */
public record Subject(Kind kind, String name) {
    public enum Kind {
        ASSET,
        COMPANY,
        /** A token that no registry knows yet. */
        SYMBOL,
        /** A channel that announces something about a coin it does not name. */
        CHANNEL
    }

    public Subject {
        Objects.requireNonNull(kind, "kind");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a subject has a name");
        }
    }
}
