package io.tokentape.topology.account;

import java.util.Objects;

/**
 * What became of one input record of a step.
 *
 * @param reason why it was filtered or late; null for the other kinds
 * @param released how many records held earlier were put out together with this one
 */
public record Outcome(Kind kind, String reason, int released) {
    public enum Kind {
        /** Led to at least one record further on, or into the state that the step keeps. */
        PUT_OUT,
        /** Waits for what completes it. */
        HELD,
        FILTERED,
        LATE
    }

    public static final Outcome PUT_OUT = new Outcome(Kind.PUT_OUT, null, 0);
    public static final Outcome HELD = new Outcome(Kind.HELD, null, 0);

    public Outcome {
        Objects.requireNonNull(kind, "kind");
    }

    public static Outcome releasing(int heldEarlier) {
        return new Outcome(Kind.PUT_OUT, null, heldEarlier);
    }

    public static Outcome filtered(String reason) {
        return new Outcome(Kind.FILTERED, reason, 0);
    }

    public static Outcome late(String reason) {
        return new Outcome(Kind.LATE, reason, 0);
    }
}
