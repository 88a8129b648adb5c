package io.tokentape.connectors.alerts;

/** The receiver will never take what is in this delivery. */
public final class AlertRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    public AlertRefusedException(String message) {
        super(message);
    }

    public AlertRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
