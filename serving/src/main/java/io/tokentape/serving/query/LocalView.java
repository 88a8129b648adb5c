package io.tokentape.serving.query;

import java.util.List;
import java.util.Optional;

/** The part of the view that this instance holds. Safe for use by many threads. */
public interface LocalView {
    /** Who holds a key. */
    Owner ownerOf(ViewTable table, String key);

    /**
     * Reads from the local store only, and only what this instance owns.
     *
     * @throws io.tokentape.serving.http.ProblemException 503 when the store cannot be read now
     */
    Optional<Stored> get(ViewTable table, String key);

    /**
     * Reads what this instance holds, whoever owns it: it may be behind.
     *
     * @throws io.tokentape.serving.http.ProblemException 503 when a key is in no store here
     */
    Copies copies(ViewTable table, List<String> keys);

    /**
     * The first rows here under a prefix, in the order of their keys, copies among them.
     *
     * @throws io.tokentape.serving.http.ProblemException 503 when no store can be read now
     */
    List<Stored> scan(ViewTable table, String prefix, int limit);

    /** Addresses of the other instances. */
    List<String> others();

    /** {@code host:port} at which others reach this instance. */
    String address();

    /**
     * @param kind where the key is
     * @param address {@code host:port} of the other instance; null for the other kinds
     * @param copyHere whether this instance has a standby of it
     * @param copies addresses of others that have one
     */
    record Owner(Kind kind, String address, boolean copyHere, List<String> copies) {
        public static final Owner HERE = new Owner(Kind.HERE, null, true, List.of());
        public static final Owner UNKNOWN = new Owner(Kind.UNKNOWN, null, false, List.of());

        public Owner {
            copies = List.copyOf(copies);
        }

        public static Owner at(String address) {
            return new Owner(Kind.THERE, address, false, List.of());
        }
    }

    enum Kind {
        HERE,
        THERE,
        /** The group is being rebalanced, nobody owns the partition, or the view has not started. */
        UNKNOWN
    }
}
