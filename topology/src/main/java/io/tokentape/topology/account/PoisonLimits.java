package io.tokentape.topology.account;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A {@link PoisonLimit} for every step, so that what goes well further on does not make up for what fails here. Safe for
 * use by many threads.
 */
public final class PoisonLimits {
    private final Map<String, PoisonLimit> limits = new ConcurrentHashMap<>();
    private final int window;
    private final double share;

    /** @see PoisonLimit#PoisonLimit */
    public PoisonLimits(int window, double share) {
        this.window = window;
        this.share = share;
    }

    public PoisonLimit of(String step) {
        return limits.computeIfAbsent(step, name -> new PoisonLimit(window, share));
    }
}
