package io.tokentape.topology.account;

/** This record will always fail. Its reason, one of a closed set, is what the books call it. Carries no stack trace. */
public final class PoisonException extends RuntimeException {
    private final String reason;

    public PoisonException(String reason, String message) {
        this(reason, message, null);
    }

    public PoisonException(String reason, String message, Throwable cause) {
        super(reason + ": " + message, cause, false, false);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
