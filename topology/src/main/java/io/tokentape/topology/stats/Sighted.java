package io.tokentape.topology.stats;

import io.tokentape.topology.text.TextPrint;

/**
 * One post about an asset.
 *
 * @param id of its intelligence
 * @param at when we learned it, epoch milliseconds
 * @param token registry slug; null = the asset belongs to none
 * @param source {@code <source>:<author or channel>}
 * @param label towards the asset: -1, 0 or 1; null = unknown
 * @param stance towards the asset, -1..1
 * @param confidence of the stance, 0..1
 * @param value 0..100
 * @param signal whether it makes a call
 */
record Sighted(
        String id,
        long at,
        String token,
        String source,
        TextPrint print,
        Integer label,
        double stance,
        double confidence,
        boolean valuable,
        double value,
        boolean signal) {}
