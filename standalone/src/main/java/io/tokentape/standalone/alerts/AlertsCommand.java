package io.tokentape.standalone.alerts;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tokentape.connectors.files.Parsed;
import io.tokentape.connectors.files.RuleLines;
import io.tokentape.schemas.avro.Alert;
import io.tokentape.schemas.avro.RuleRef;
import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.serving.alert.AlertJson;
import io.tokentape.standalone.CommandException;
import io.tokentape.standalone.cluster.ClusterOptions;
import io.tokentape.topology.alert.AlertReferenceStep;
import io.tokentape.topology.alert.AlertRules;
import io.tokentape.topology.replay.AlertTape;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What concerns alerts. */
@Command(name = "alerts", description = "Ask what other thresholds of alerts would have told.")
public final class AlertsCommand implements Runnable {
    private final JsonFactory json = new JsonFactory();

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "dry-run is missing");
    }

    @Command(
            name = "dry-run",
            description = {
                "Read the stored topics, decide their alerts with the present rules and with changed ones, and print as",
                "JSON lines which alerts appear, disappear or change their band, then a summary. Writes nothing.",
                "Holds one small event in memory for each record that alerts could use, about a kilobyte each.",
            })
    int dryRun(
            @Mixin ClusterOptions cluster,
            @Option(
                            names = "--rules",
                            required = true,
                            paramLabel = "FILE",
                            description =
                                    "Rules of kind alert as JSON lines, as `ingest rules` reads them; they go over the "
                                            + "present ones.")
                    Path rules,
            @Option(
                            names = "--from",
                            paramLabel = "TIME",
                            description = "First moment of the period, ISO 8601; default: the start of the tape.")
                    String from,
            @Option(
                            names = "--to",
                            paramLabel = "TIME",
                            description = "End of the period, exclusive, ISO 8601; default: now.")
                    String to)
            throws IOException {
        long start = from == null ? 0 : millis("--from", from);
        long end = to == null ? Clock.systemUTC().millis() : millis("--to", to);
        Topics topics = cluster.topics();
        List<RuleRef> changes = rules(rules, topics);
        Map<String, String> serdeSettings = new HashMap<>(cluster.clientSettings());
        serdeSettings.put("schema.registry.url", cluster.registryUrl());
        AlertTape tape = new AlertTape(topics, WireSerdes.configured(serdeSettings), Clock.systemUTC());
        for (Topic<?> topic : tape.reference()) {
            read(cluster, tape, topic);
        }
        AlertRules changed = tape.rules().copy();
        try {
            changes.forEach(rule -> AlertReferenceStep.put(changed, rule));
        } catch (IllegalArgumentException e) {
            throw new CommandException(rules + ": " + e.getMessage(), e);
        }
        for (Topic<?> topic : tape.events()) {
            read(cluster, tape, topic);
        }
        DryRun difference = DryRun.between(tape.alerts(tape.rules(), start, end), tape.alerts(changed, start, end));
        print(difference, tape);
        return 0;
    }

    private static void read(ClusterOptions cluster, AlertTape tape, Topic<?> topic) {
        StoredTopic.read(
                cluster.clientSettings(),
                topic,
                record -> tape.read(topic, record.key(), record.value(), record.timestamp()));
    }

    private void print(DryRun difference, AlertTape tape) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        for (DryRun.Change change : difference.changes()) {
            out.println(line(change));
        }
        StringWriter summary = new StringWriter();
        try (JsonGenerator generator = json.createGenerator(summary)) {
            generator.writeStartObject();
            generator.writeObjectFieldStart("summary");
            generator.writeNumberField("present", difference.present());
            generator.writeNumberField("changed", difference.changed());
            for (DryRun.What what : DryRun.What.values()) {
                generator.writeNumberField(what.label(), difference.count(what));
            }
            generator.writeNumberField("events", tape.size());
            generator.writeNumberField("unusable", tape.unusable());
            generator.writeEndObject();
            generator.writeEndObject();
        }
        out.println(summary);
        out.flush();
    }

    private String line(DryRun.Change change) throws IOException {
        StringWriter line = new StringWriter();
        try (JsonGenerator generator = json.createGenerator(line)) {
            generator.writeStartObject();
            generator.writeStringField("change", change.what().label());
            generator.writeFieldName("alert");
            Alert alert = change.alert();
            AlertJson.write(alert, alert.getTDecided(), generator);
            generator.writeEndObject();
        }
        return line.toString();
    }

    private List<RuleRef> rules(Path file, Topics topics) {
        RuleLines lines = new RuleLines(topics, Clock.systemUTC());
        List<String> read;
        try {
            read = Files.readAllLines(file);
        } catch (IOException e) {
            throw new CommandException("cannot read " + file + ": " + e.getMessage(), e);
        }
        List<RuleRef> rules = new ArrayList<>();
        for (String line : read) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            Parsed<RuleRef> parsed = lines.parse(bytes, 0, bytes.length);
            if (parsed instanceof Parsed.Accepted<RuleRef> accepted) {
                rules.add(accepted.record().value());
            } else if (parsed instanceof Parsed.Rejected<RuleRef> rejected) {
                throw new CommandException(file + ": " + rejected.detail());
            }
        }
        return rules;
    }

    private long millis(String option, String time) {
        try {
            return Instant.parse(time).toEpochMilli();
        } catch (DateTimeException e) {
            throw new ParameterException(
                    spec.commandLine(), option + " is '" + time + "', expected such as 2025-07-01T00:00:00Z", e);
        }
    }
}
