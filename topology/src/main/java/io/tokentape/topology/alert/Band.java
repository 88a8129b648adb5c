package io.tokentape.topology.alert;

/** Band of a confidence. */
public enum Band {
    LOW,
    MEDIUM,
    HIGH;

    private static final double MEDIUM_FROM = 0.40;
    private static final double HIGH_FROM = 0.70;

    /** @param confidence 0..1 */
    public static Band of(double confidence) {
        return confidence >= HIGH_FROM ? HIGH : confidence >= MEDIUM_FROM ? MEDIUM : LOW;
    }
}
