package io.tokentape.topology.notice;

import java.util.List;

/**
 * A statement of a listing, sale, airdrop or delisting. Facts that the text does not state are null.
 *
 * @param tokens upper-case symbols
 * @param venue exchange or launchpad, lower case
 * @param whenStart ISO 8601 in UTC, a date alone where no time was stated
 * @param whenText the words that say when
 */
public record Announcement(
        Stage stage,
        String project,
        List<String> tokens,
        String venue,
        String whenStart,
        String whenEnd,
        String whenText) {

    public enum Stage {
        RUMOUR,
        ANNOUNCED,
        DATED,
        LIVE,
        COMPLETED
    }

    public Announcement {
        tokens = List.copyOf(tokens);
    }
}
