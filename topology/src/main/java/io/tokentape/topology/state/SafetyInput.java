package io.tokentape.topology.state;

import java.util.function.DoubleUnaryOperator;

/**
 * A fact that says something about the danger of an asset: how bad its value is, and how much of a risk the worst value
 * is by itself. The weights are judgement, ordered by what the providers' own levels say (GoPlus: risk or attention;
 * RugCheck: danger or warn) and by whether it lets someone take the holder's money at once, later, or only with luck.
 *
 * <p>No badness falls when its value gets worse, so that the risk made of them cannot either.
 */
enum SafetyInput {
    HONEYPOT(StateFact.HONEYPOT, 0.98, flag(true)),
    CANNOT_SELL(StateFact.CANNOT_SELL, 0.98, flag(true)),
    RUGGED(StateFact.RUGGED, 0.98, flag(true)),
    AIRDROP_SCAM(StateFact.AIRDROP_SCAM, 0.9, flag(true)),
    IMPOSTOR(StateFact.IMPOSTOR, 0.9, flag(true)),
    SELL_TAX(StateFact.SELL_TAX, 0.9, rising(0.05, 0.5)),
    BALANCES_CHANGEABLE(StateFact.BALANCES_CHANGEABLE, 0.8, flag(true)),
    BUY_TAX(StateFact.BUY_TAX, 0.7, rising(0.05, 0.5)),
    CREATOR_MALICIOUS(StateFact.CREATOR_MALICIOUS, 0.7, flag(true)),
    FROZEN_BY_DEFAULT(StateFact.FROZEN_BY_DEFAULT, 0.6, flag(true)),
    PROVIDER_RISK(StateFact.PROVIDER_RISK, 0.6, rising(0.2, 1)),
    SELF_DESTRUCT(StateFact.SELF_DESTRUCT, 0.6, flag(true)),
    CREATOR_SHARE(StateFact.CREATOR_SHARE, 0.6, rising(0.05, 0.5)),
    OWNER_SHARE(StateFact.OWNER_SHARE, 0.6, rising(0.05, 0.5)),
    LARGEST_HOLDER_SHARE(StateFact.LARGEST_HOLDER_SHARE, 0.5, rising(0.1, 0.6)),
    TOP10_SHARE(StateFact.TOP10_SHARE, 0.5, rising(0.3, 0.9)),
    CANNOT_BUY(StateFact.CANNOT_BUY, 0.5, flag(true)),
    HIDDEN_OWNER(StateFact.HIDDEN_OWNER, 0.5, flag(true)),
    CAN_TAKE_BACK_OWNERSHIP(StateFact.CAN_TAKE_BACK_OWNERSHIP, 0.5, flag(true)),
    OPEN_SOURCE(StateFact.OPEN_SOURCE, 0.5, flag(false)),
    LIQUIDITY(StateFact.LIQUIDITY_USD, 0.5, falling(1_000, 50_000)),
    LP_LOCKED_SHARE(StateFact.LP_LOCKED_SHARE, 0.4, falling(0, 0.95)),
    PERSONAL_TAX_MODIFIABLE(StateFact.PERSONAL_TAX_MODIFIABLE, 0.4, flag(true)),
    TAX_MODIFIABLE(StateFact.TAX_MODIFIABLE, 0.35, flag(true)),
    TRANSFER_PAUSABLE(StateFact.TRANSFER_PAUSABLE, 0.35, flag(true)),
    MINTABLE(StateFact.MINTABLE, 0.35, flag(true)),
    FREEZABLE(StateFact.FREEZABLE, 0.35, flag(true)),
    BLACKLIST(StateFact.BLACKLIST, 0.3, flag(true)),
    HOLDERS(StateFact.HOLDERS, 0.3, falling(20, 1_000)),
    TRANSFER_TAX(StateFact.TRANSFER_TAX, 0.3, rising(0.05, 0.5)),
    GAS_ABUSE(StateFact.GAS_ABUSE, 0.3, flag(true)),
    INSIDERS(StateFact.INSIDERS, 0.3, rising(0, 50)),
    PROXY(StateFact.PROXY, 0.15, flag(true)),
    EXTERNAL_CALL(StateFact.EXTERNAL_CALL, 0.15, flag(true)),
    TRADING_COOLDOWN(StateFact.TRADING_COOLDOWN, 0.15, flag(true)),
    WHITELIST(StateFact.WHITELIST, 0.1, flag(true)),
    ANTI_WHALE(StateFact.ANTI_WHALE, 0.1, flag(true)),
    OWNERSHIP_RENOUNCED(StateFact.OWNERSHIP_RENOUNCED, 0.1, flag(false)),
    METADATA_MUTABLE(StateFact.METADATA_MUTABLE, 0.05, flag(true));

    private final StateFact fact;
    private final double weight;
    private final DoubleUnaryOperator badness;

    SafetyInput(StateFact fact, double weight, DoubleUnaryOperator badness) {
        this.fact = fact;
        this.weight = weight;
        this.badness = badness;
    }

    StateFact fact() {
        return fact;
    }

    /** Risk of the worst value by itself, above 0, below 1. */
    double weight() {
        return weight;
    }

    /** 0 (as good as can be) .. 1 (as bad as can be); NaN where the value is null or says nothing. */
    double badness(Object value) {
        if (value instanceof Boolean yes) {
            return badness.applyAsDouble(yes ? 1 : 0);
        }
        return value instanceof Number number ? badness.applyAsDouble(number.doubleValue()) : Double.NaN;
    }

    private static DoubleUnaryOperator flag(boolean bad) {
        return bad ? value -> value : value -> 1 - value;
    }

    private static DoubleUnaryOperator rising(double good, double worst) {
        return value -> Math.max(0, Math.min(1, (value - good) / (worst - good)));
    }

    private static DoubleUnaryOperator falling(double worst, double good) {
        return value -> Math.max(0, Math.min(1, (good - value) / (good - worst)));
    }
}
