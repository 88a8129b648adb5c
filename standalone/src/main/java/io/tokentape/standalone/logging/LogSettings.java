package io.tokentape.standalone.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.util.Map;

/**
 * How log lines look and which there are.
 *
 * @param json one JSON object a line instead of text
 * @param level null = what suits the place: warnings on a terminal, everything of ours in a file
 */
record LogSettings(boolean json, Level level) {
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level [%thread] %logger{36} %msg%n";
    private static final long FILE_BYTES = 20L << 20;
    private static final int FILES = 5;

    /** They tell at info what nobody asked: hundreds of lines a start. */
    private static final String[] NOISY = {
        "kafka",
        "state.change.logger",
        "org.apache.kafka",
        "org.eclipse.jetty",
        "org.glassfish",
        "org.reflections",
        "io.javalin",
        "com.zaxxer",
        "org.flywaydb",
        "io.zonky",
        "org.apache.avro"
    };

    /** What they warn of is known and meant, a dozen lines a start. */
    private static final String[] FALSE_ALARMS = {
        "org.apache.kafka.common.utils.AppInfoParser",
        "org.apache.kafka.common.config.AbstractConfig",
        "org.apache.kafka.clients.admin.AdminClientConfig",
        "org.apache.kafka.clients.consumer.ConsumerConfig",
        "org.apache.kafka.clients.producer.ProducerConfig",
        "org.apache.kafka.streams.StreamsConfig",
        "org.apache.kafka.connect.runtime.WorkerConfig",
        "org.glassfish.jersey.internal"
    };

    LogSettings(Map<String, String> env) {
        this(
                "json".equalsIgnoreCase(env.get("LOGGING_FORMAT")),
                env.get("LOGGING_LEVEL") == null ? null : Level.toLevel(env.get("LOGGING_LEVEL"), Level.INFO));
    }

    void toStandardError(LoggerContext context) {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setTarget("System.err");
        // A command that cannot reach its cluster says so itself, once.
        install(context, appender, Level.WARN, Level.ERROR);
    }

    void toFile(LoggerContext context, Path file) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());
        FixedWindowRollingPolicy policy = new FixedWindowRollingPolicy();
        policy.setContext(context);
        policy.setParent(appender);
        policy.setFileNamePattern(file + ".%i");
        policy.setMaxIndex(FILES);
        policy.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
        trigger.setContext(context);
        trigger.setMaxFileSize(new FileSize(FILE_BYTES));
        trigger.start();
        appender.setRollingPolicy(policy);
        appender.setTriggeringPolicy(trigger);
        install(context, appender, Level.INFO, Level.WARN);
    }

    static void quieten(LoggerContext context, Level noise) {
        for (String name : NOISY) {
            context.getLogger(name).setLevel(noise);
        }
        for (String name : FALSE_ALARMS) {
            context.getLogger(name).setLevel(Level.ERROR);
        }
    }

    private void install(
            LoggerContext context, OutputStreamAppender<ILoggingEvent> appender, Level usual, Level noise) {
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.setLevel(level == null ? usual : level);
        quieten(context, level == Level.DEBUG || level == Level.TRACE ? level : noise);
        appender.setContext(context);
        appender.setEncoder(encoder(context));
        appender.start();
        root.addAppender(appender);
    }

    private Encoder<ILoggingEvent> encoder(LoggerContext context) {
        if (json) {
            JsonEncoder encoder = new JsonEncoder();
            encoder.setContext(context);
            encoder.start();
            return encoder;
        }
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        return encoder;
    }
}
