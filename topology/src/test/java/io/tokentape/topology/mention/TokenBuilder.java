package io.tokentape.topology.mention;

import java.time.Instant;
import java.util.List;

/** Tokens for tests. */
public final class TokenBuilder {
    private final String id;
    private final String symbol;
    private String name;
    private Instant effectiveAt;
    private Instant knownFrom;
    private Integer rank;
    private boolean deleted;
    private List<String> assets;

    public TokenBuilder(String id, String symbol) {
        this.id = id;
        this.symbol = symbol;
        this.name = id;
        this.assets = List.of(id + ":native");
    }

    public TokenBuilder name(String value) {
        name = value;
        return this;
    }

    public TokenBuilder from(Instant value) {
        effectiveAt = value;
        return this;
    }

    public TokenBuilder knownFrom(Instant value) {
        knownFrom = value;
        return this;
    }

    public TokenBuilder rank(Integer value) {
        rank = value;
        return this;
    }

    public TokenBuilder assets(String... values) {
        assets = List.of(values);
        return this;
    }

    public TokenBuilder deleted() {
        deleted = true;
        return this;
    }

    public TokenEntry build() {
        return new TokenEntry(id, effectiveAt, symbol, name, List.of(), assets, null, rank, knownFrom, deleted);
    }
}
