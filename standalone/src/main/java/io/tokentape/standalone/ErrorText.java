package io.tokentape.standalone;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** A failure in one line for people. */
public final class ErrorText {
    private ErrorText() {}

    /** Our own message as it is; of any other failure its message and that of its first cause. */
    public static String of(Throwable failure) {
        Throwable told = failure;
        while ((told instanceof ExecutionException || told instanceof CompletionException) && told.getCause() != null) {
            told = told.getCause();
        }
        String text = message(told);
        if (!(told instanceof CommandException)) {
            Throwable first = told;
            while (first.getCause() != null) {
                first = first.getCause();
            }
            if (!text.contains(message(first))) {
                text = text + ": " + message(first);
            }
        }
        return oneLine(text);
    }

    /** The text without line breaks. */
    public static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    private static String message(Throwable failure) {
        return failure.getMessage() == null || failure.getMessage().isBlank()
                ? failure.getClass().getSimpleName()
                : failure.getMessage();
    }
}
