package io.tokentape.topology.alert;

/** How far a token's launch has come, in order; {@code LISTED} = it trades. */
public enum LaunchStage {
    RUMOUR,
    ANNOUNCED,
    DATED,
    LIVE,
    LISTED,
    CANCELLED
}
