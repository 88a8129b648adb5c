package io.tokentape.serving.query;

import java.util.Optional;

/** The part of the view that this instance holds. Safe for use by many threads. */
public interface LocalView {
    /** Who holds a key. */
    Owner ownerOf(ViewTable table, String key);

    /**
     * Reads from the local store only.
     *
     * @throws io.tokentape.serving.http.ProblemException 503 when the store cannot be read now
     */
    Optional<Stored> get(ViewTable table, String key);

    /**
     * @param kind where the key is
     * @param address {@code host:port} of the other instance; null for the other kinds
     */
    record Owner(Kind kind, String address) {
        public static final Owner HERE = new Owner(Kind.HERE, null);
        public static final Owner UNKNOWN = new Owner(Kind.UNKNOWN, null);

        public static Owner at(String address) {
            return new Owner(Kind.THERE, address);
        }
    }

    enum Kind {
        HERE,
        THERE,
        /** The group is being rebalanced or the view has not started. */
        UNKNOWN
    }
}
