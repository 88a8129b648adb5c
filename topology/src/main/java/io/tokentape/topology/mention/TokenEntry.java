package io.tokentape.topology.mention;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * One version of a token of the registry.
 *
 * @param id lower-case slug, unique
 * @param effectiveAt from when this version holds; null = always
 * @param symbol upper case
 * @param assets {@code <chain>:<address>} or {@code <chain>:native}
 * @param primary the asset it is joined and priced by; null = the first of {@code assets}, or none
 * @param rank 1 = largest; null = unranked
 * @param knownFrom posts before this cannot mean it; null = always known
 * @param deleted true: from {@code effectiveAt} on there is no such token
 */
public record TokenEntry(
        String id,
        Instant effectiveAt,
        String symbol,
        String name,
        List<String> aliases,
        List<String> assets,
        String primary,
        Integer rank,
        Instant knownFrom,
        boolean deleted) {

    public TokenEntry {
        Objects.requireNonNull(id, "id");
        symbol = Objects.requireNonNull(symbol, "symbol").toUpperCase(Locale.ROOT);
        Objects.requireNonNull(name, "name");
        aliases = aliases == null ? List.of() : List.copyOf(aliases);
        assets = assets == null
                ? List.of()
                : assets.stream().map(TokenEntry::normalAsset).toList();
        primary = primary != null ? normalAsset(primary) : assets.isEmpty() ? null : assets.get(0);
    }

    /** The canonical form of an asset id: the chain and a hexadecimal address in lower case. */
    public static String normalAsset(String asset) {
        int colon = asset.indexOf(':');
        if (colon < 0) {
            return asset;
        }
        String chain = asset.substring(0, colon).toLowerCase(Locale.ROOT);
        return chain + ":" + normalAddress(asset.substring(colon + 1));
    }

    static String normalAddress(String address) {
        boolean hexadecimal = address.length() == 42 && (address.startsWith("0x") || address.startsWith("0X"));
        return hexadecimal ? address.toLowerCase(Locale.ROOT) : address;
    }
}
