package io.tokentape.topology.stats;

import java.util.List;

/**
 * What was said about an asset in one window.
 *
 * @param at time at which this was known: the window's end, or what was settled when a late post changed it
 * @param token null = none
 * @param end exclusive, epoch milliseconds
 * @param revision odd: 1, and 2 more for every late post
 * @param stance null = no story has a stance
 * @param stanceConfidence null = no story has a stance
 * @param usual what is usual for the asset
 * @param evidence ids of intelligence, heaviest first
 */
record WindowStats(
        String asset,
        long at,
        String token,
        Span span,
        long end,
        int revision,
        long mentions,
        long stories,
        long sources,
        long bullish,
        long neutral,
        long bearish,
        Double stance,
        Double stanceConfidence,
        long valuable,
        long signals,
        long largestCampaign,
        Usual usual,
        List<String> evidence) {

    WindowStats {
        evidence = List.copyOf(evidence);
    }
}
