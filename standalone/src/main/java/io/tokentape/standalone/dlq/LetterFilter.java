package io.tokentape.standalone.dlq;

import java.time.Instant;
import picocli.CommandLine.Option;

/** Which letters are meant; each option that is given must hold. */
final class LetterFilter {
    @Option(names = "--reason", paramLabel = "REASON", description = "Only letters with this reason.")
    private String reason;

    @Option(names = "--step", paramLabel = "STEP", description = "Only letters of this step or connector.")
    private String step;

    @Option(names = "--topic", paramLabel = "TOPIC", description = "Only letters from this topic, with prefix.")
    private String topic;

    @Option(names = "--since", paramLabel = "TIME", description = "Only letters of this time or later, ISO 8601.")
    private Instant since;

    @Option(names = "--until", paramLabel = "TIME", description = "Only letters before this time, ISO 8601.")
    private Instant until;

    boolean isEmpty() {
        return reason == null && step == null && topic == null && since == null && until == null;
    }

    boolean matches(DeadLetter letter) {
        return (reason == null || reason.equals(letter.reason()))
                && (step == null || step.equals(letter.step()))
                && (topic == null || topic.equals(letter.topic()))
                && (since == null || letter.timestamp() >= since.toEpochMilli())
                && (until == null || letter.timestamp() < until.toEpochMilli());
    }
}
