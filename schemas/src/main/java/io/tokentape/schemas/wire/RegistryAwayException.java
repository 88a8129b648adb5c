package io.tokentape.schemas.wire;

import org.apache.kafka.common.errors.SerializationException;

/**
 * The registry gave no answer of use: it is away, lets us not in, or is something else. What was asked may be right. Bytes
 * that failed so are not poison.
 */
public final class RegistryAwayException extends SerializationException {
    private static final long serialVersionUID = 1L;

    public RegistryAwayException(String message) {
        super(message);
    }

    /** Whether the failure, or what caused it, is a registry that is away. */
    public static boolean causes(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RegistryAwayException) {
                return true;
            }
        }
        return false;
    }
}
