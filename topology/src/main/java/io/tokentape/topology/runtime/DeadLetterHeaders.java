package io.tokentape.topology.runtime;

/** Headers of dead letters beside those of the platform. */
public final class DeadLetterHeaders {
    /** Name of the step that put the record aside; the platform does not say it. */
    public static final String STEP = "tokentape.step";

    /** How often a record has been sent again; it keeps this header when it goes back. */
    public static final String ATTEMPTS = "tokentape.dlq.attempts";

    /** On a record of its own: the position ({@code partition@offset}) of the letter that was sent again. */
    public static final String REDRIVEN = "tokentape.dlq.redriven";

    private DeadLetterHeaders() {}
}
