package io.tokentape.topology.analysis;

import io.tokentape.topology.mention.TokenRegistry;
import io.tokentape.topology.watch.WatchList;
import java.util.Objects;

/**
 * What analysis knows of the world; each part learns more at run time.
 *
 * @param urgencies its keywords are the words that press
 */
public record ReferenceData(TokenRegistry tokens, WatchList watched, WatchList urgencies) {
    public ReferenceData {
        Objects.requireNonNull(tokens, "tokens");
        Objects.requireNonNull(watched, "watched");
        Objects.requireNonNull(urgencies, "urgencies");
    }

    /** What is shipped. */
    public static ReferenceData shipped() {
        return new ReferenceData(TokenRegistry.shipped(), WatchList.shipped(), WatchList.shippedUrgencies());
    }
}
