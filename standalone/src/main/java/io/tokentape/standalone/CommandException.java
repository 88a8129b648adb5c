package io.tokentape.standalone;

/** A command cannot do what was asked; the message is one line for its user and says what to do about it. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandException(String message) {
        super(message);
    }

    public CommandException(String message, Throwable cause) {
        super(message, cause);
    }
}
