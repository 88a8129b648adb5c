package io.tokentape.topology.alert;

/** How much a watched company matters, in rising order. */
public enum Priority {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
}
