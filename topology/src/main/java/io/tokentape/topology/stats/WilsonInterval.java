package io.tokentape.topology.stats;

/**
 * The interval in which a share lies with 95 % confidence (Wilson, "Probable inference, the law of succession, and
 * statistical inference", 1927).
 */
record WilsonInterval(double low, double high) {
    private static final double Z = 1.959963984540054;

    /** @param n at least 1 */
    static WilsonInterval of(long hits, long n) {
        double share = (double) hits / n;
        double z2 = Z * Z / n;
        double middle = (share + z2 / 2) / (1 + z2);
        double half = Z * Math.sqrt(share * (1 - share) / n + z2 / (4.0 * n)) / (1 + z2);
        return new WilsonInterval(Math.max(0, middle - half), Math.min(1, middle + half));
    }
}
