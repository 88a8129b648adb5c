package io.tokentape.connectors.files;

import java.util.Optional;

/** Says which asset a symbol of a candle file means: the primary one of the best-ranked token that claims it. */
@FunctionalInterface
public interface SymbolResolver {
    /** @param symbol upper case */
    Optional<String> findAsset(String symbol);
}
