package io.tokentape.serving;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import java.util.Iterator;

/** How log lines look: for people or for machines. */
public enum LoggingFormat {
    TEXT,
    JSON;

    /** Gives every stream appender of the root logger this format; text is what the log configuration says. */
    void applyTo(LoggerContext context) {
        if (this == TEXT) {
            return;
        }
        Iterator<Appender<ILoggingEvent>> appenders =
                context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
        while (appenders.hasNext()) {
            if (appenders.next() instanceof OutputStreamAppender<ILoggingEvent> appender) {
                JsonEncoder encoder = new JsonEncoder();
                encoder.setContext(context);
                encoder.start();
                appender.setEncoder(encoder);
            }
        }
    }
}
