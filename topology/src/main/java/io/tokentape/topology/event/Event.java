package io.tokentape.topology.event;

/** What a post is about; confidence 0..1. */
public record Event(Type type, double confidence) {
    public enum Type {
        LISTING,
        DELISTING,
        TGE,
        AIRDROP,
        PARTNERSHIP,
        UPGRADE,
        HACK,
        SCAM_WARNING,
        REGULATION,
        WHALE,
        ADOPTION,
        PRICE_MOVE,
        TRADE_SIGNAL,
        PUMP_CALL,
        PROMO,
        MACRO,
        OPINION,
        PRODUCT,
        MAINTENANCE,
        OTHER
    }

    public Event {
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence out of 0..1: " + confidence);
        }
    }
}
