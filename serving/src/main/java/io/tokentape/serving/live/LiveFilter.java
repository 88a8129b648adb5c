package io.tokentape.serving.live;

import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.JoinedAsset;
import java.util.Locale;
import java.util.Set;

/**
 * What a client wants to be sent.
 *
 * @param types lower case; empty = any
 * @param subtypes lower case; empty = any
 * @param valuable null = any
 * @param assets empty = any
 */
record LiveFilter(Set<String> types, Set<String> subtypes, Boolean valuable, Set<String> assets) {
    static final LiveFilter ALL = new LiveFilter(Set.of(), Set.of(), null, Set.of());

    LiveFilter {
        types = Set.copyOf(types);
        subtypes = Set.copyOf(subtypes);
        assets = Set.copyOf(assets);
    }

    boolean matches(Intelligence post) {
        return (valuable == null || valuable == post.getValue().getValuable())
                && (types.isEmpty() || types.contains(post.getType().name().toLowerCase(Locale.ROOT)))
                && (subtypes.isEmpty()
                        || subtypes.contains(post.getSubtype().name().toLowerCase(Locale.ROOT)))
                && (assets.isEmpty()
                        || post.getAssets().stream().map(JoinedAsset::getAsset).anyMatch(assets::contains));
    }
}
