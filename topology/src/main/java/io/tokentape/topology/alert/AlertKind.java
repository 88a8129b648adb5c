package io.tokentape.topology.alert;

/** What happened. */
public enum AlertKind {
    TGE,
    LISTING,
    DELISTING,
    HACK,
    SCAM_WARNING,
    REGULATION,
    SURGE,
    SENTIMENT_FLIP,
    PUMP,
    WHALE,
    LIQUIDITY_DROP,
    RUG_RISK,
    BONDING_CURVE,
    MANUAL
}
