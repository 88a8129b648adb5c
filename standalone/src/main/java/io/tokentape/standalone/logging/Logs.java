package io.tokentape.standalone.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Turns the log of this process to another place. */
public final class Logs {
    private Logs() {}

    /** Everything of ours from info up into the file, which is rolled by size. */
    public static void toFile(Path file) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            new LogSettings(System.getenv()).toFile(context, file);
        }
    }

    /** Our lines from info up on standard error: for commands that run until they are stopped. */
    public static void verbose() {
        if (System.getenv("LOGGING_LEVEL") == null
                && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
            LogSettings.quieten(context, Level.WARN);
        }
    }

    /** Our own lines in detail. */
    public static void debug() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger("io.tokentape").setLevel(Level.DEBUG);
        }
    }
}
