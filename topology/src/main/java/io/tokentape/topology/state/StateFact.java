package io.tokentape.topology.state;

import java.util.Locale;

/**
 * A fact that may be known of an asset, named after the field of {@code TokenState}. A value is a Double, a Long, a String
 * or, for a flag, a Boolean.
 */
public enum StateFact {
    PRICE_USD(FactKind.PRICE, Scope.POOL),
    PRICE_NATIVE(FactKind.PRICE, Scope.POOL),
    LIQUIDITY_USD(FactKind.LIQUIDITY, Scope.POOL),
    LIQUIDITY_BASE(FactKind.LIQUIDITY, Scope.POOL),
    LIQUIDITY_QUOTE(FactKind.LIQUIDITY, Scope.POOL),
    MARKET_CAP_USD(FactKind.SIZE, Scope.POOL),
    FDV_USD(FactKind.SIZE, Scope.POOL),
    VOLUME_5M_USD(FactKind.TRADING, Scope.POOL),
    VOLUME_1H_USD(FactKind.TRADING, Scope.POOL),
    VOLUME_6H_USD(FactKind.TRADING, Scope.POOL),
    VOLUME_24H_USD(FactKind.TRADING, Scope.POOL),
    PRICE_CHANGE_5M(FactKind.PRICE, Scope.POOL),
    PRICE_CHANGE_1H(FactKind.PRICE, Scope.POOL),
    PRICE_CHANGE_6H(FactKind.PRICE, Scope.POOL),
    PRICE_CHANGE_24H(FactKind.PRICE, Scope.POOL),
    BUYS_5M(FactKind.TRADING, Scope.POOL),
    SELLS_5M(FactKind.TRADING, Scope.POOL),
    BUYS_1H(FactKind.TRADING, Scope.POOL),
    SELLS_1H(FactKind.TRADING, Scope.POOL),
    BUYS_24H(FactKind.TRADING, Scope.POOL),
    SELLS_24H(FactKind.TRADING, Scope.POOL),
    BUYERS_24H(FactKind.TRADING, Scope.POOL),
    SELLERS_24H(FactKind.TRADING, Scope.POOL),
    HOLDERS(FactKind.HOLDERS, Scope.ASSET),
    TOP10_SHARE(FactKind.HOLDERS, Scope.ASSET),
    CREATOR_SHARE(FactKind.HOLDERS, Scope.ASSET),
    BUY_TAX(FactKind.CONTRACT, Scope.ASSET),
    SELL_TAX(FactKind.CONTRACT, Scope.ASSET),
    LP_LOCKED_SHARE(FactKind.LOCK, Scope.POOL),
    BONDING_CURVE_PROGRESS(FactKind.LAUNCH, Scope.ASSET),
    HONEYPOT(FactKind.CONTRACT, Scope.ASSET),
    MINTABLE(FactKind.CONTRACT, Scope.ASSET),
    FREEZABLE(FactKind.CONTRACT, Scope.ASSET),
    PROXY(FactKind.CONTRACT, Scope.ASSET),
    OWNERSHIP_RENOUNCED(FactKind.CONTRACT, Scope.ASSET),
    POOL_CREATED_AT(FactKind.LASTING, Scope.POOL),
    TOTAL_SUPPLY(FactKind.SIZE, Scope.ASSET),
    CIRCULATING_SUPPLY(FactKind.SIZE, Scope.ASSET),
    BUYS_6H(FactKind.TRADING, Scope.POOL),
    SELLS_6H(FactKind.TRADING, Scope.POOL),
    BUYERS_5M(FactKind.TRADING, Scope.POOL),
    SELLERS_5M(FactKind.TRADING, Scope.POOL),
    BUYERS_1H(FactKind.TRADING, Scope.POOL),
    SELLERS_1H(FactKind.TRADING, Scope.POOL),
    BUYERS_6H(FactKind.TRADING, Scope.POOL),
    SELLERS_6H(FactKind.TRADING, Scope.POOL),
    DEX(FactKind.LASTING, Scope.POOL),
    BOOSTS(FactKind.TRADING, Scope.ASSET),
    LP_LOCKED_USD(FactKind.LOCK, Scope.POOL),
    LP_PROVIDERS(FactKind.LOCK, Scope.POOL),
    LARGEST_HOLDER_SHARE(FactKind.HOLDERS, Scope.ASSET),
    HOLDERS_11_TO30_SHARE(FactKind.HOLDERS, Scope.ASSET),
    HOLDERS_31_TO50_SHARE(FactKind.HOLDERS, Scope.ASSET),
    REST_SHARE(FactKind.HOLDERS, Scope.ASSET),
    OWNER_SHARE(FactKind.HOLDERS, Scope.ASSET),
    INSIDERS(FactKind.HOLDERS, Scope.ASSET),
    TRANSFER_TAX(FactKind.CONTRACT, Scope.ASSET),
    PROVIDER_RISK(FactKind.CONTRACT, Scope.ASSET),
    CANNOT_BUY(FactKind.CONTRACT, Scope.ASSET),
    CANNOT_SELL(FactKind.CONTRACT, Scope.ASSET),
    HIDDEN_OWNER(FactKind.CONTRACT, Scope.ASSET),
    CAN_TAKE_BACK_OWNERSHIP(FactKind.CONTRACT, Scope.ASSET),
    BALANCES_CHANGEABLE(FactKind.CONTRACT, Scope.ASSET),
    SELF_DESTRUCT(FactKind.CONTRACT, Scope.ASSET),
    EXTERNAL_CALL(FactKind.CONTRACT, Scope.ASSET),
    OPEN_SOURCE(FactKind.CONTRACT, Scope.ASSET),
    BLACKLIST(FactKind.CONTRACT, Scope.ASSET),
    WHITELIST(FactKind.CONTRACT, Scope.ASSET),
    TRANSFER_PAUSABLE(FactKind.CONTRACT, Scope.ASSET),
    TAX_MODIFIABLE(FactKind.CONTRACT, Scope.ASSET),
    PERSONAL_TAX_MODIFIABLE(FactKind.CONTRACT, Scope.ASSET),
    TRADING_COOLDOWN(FactKind.CONTRACT, Scope.ASSET),
    ANTI_WHALE(FactKind.CONTRACT, Scope.ASSET),
    FROZEN_BY_DEFAULT(FactKind.CONTRACT, Scope.ASSET),
    METADATA_MUTABLE(FactKind.CONTRACT, Scope.ASSET),
    GAS_ABUSE(FactKind.CONTRACT, Scope.ASSET),
    CREATOR_MALICIOUS(FactKind.CONTRACT, Scope.ASSET),
    AIRDROP_SCAM(FactKind.CONTRACT, Scope.ASSET),
    IMPOSTOR(FactKind.CONTRACT, Scope.ASSET),
    TRUSTED(FactKind.CONTRACT, Scope.ASSET),
    RUGGED(FactKind.CONTRACT, Scope.ASSET),
    IMPOSTOR_OF(FactKind.LASTING, Scope.ASSET),
    BONDING_CURVE_COMPLETED_AT(FactKind.LASTING, Scope.ASSET),
    MIGRATED_POOL(FactKind.LASTING, Scope.ASSET);

    /** What an observation of a pool says it of. */
    enum Scope {
        ASSET,
        /** The pool alone: what another pool says is no newer news of the same. */
        POOL
    }

    private final FactKind kind;
    private final Scope scope;

    StateFact(FactKind kind, Scope scope) {
        this.kind = kind;
        this.scope = scope;
    }

    public FactKind kind() {
        return kind;
    }

    boolean isOfPool() {
        return scope == Scope.POOL;
    }

    /** Name of the field: {@code priceUsd} for {@code PRICE_USD}. */
    public String fieldName() {
        StringBuilder name = new StringBuilder();
        for (String word : name().toLowerCase(Locale.ROOT).split("_")) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }
}
