package io.tokentape.topology.analysis;

import io.tokentape.topology.mention.TokenRegistry;
import io.tokentape.topology.watch.WatchList;
import java.util.Objects;

/** What analysis knows of the world; each part learns more at run time. */
public record ReferenceData(TokenRegistry tokens, WatchList watched) {
    public ReferenceData {
        Objects.requireNonNull(tokens, "tokens");
        Objects.requireNonNull(watched, "watched");
    }

    /** What is shipped. */
    public static ReferenceData shipped() {
        return new ReferenceData(TokenRegistry.shipped(), WatchList.shipped());
    }
}
