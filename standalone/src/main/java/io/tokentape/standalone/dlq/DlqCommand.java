package io.tokentape.standalone.dlq;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tokentape.schemas.wire.HttpSchemaRegistry;
import io.tokentape.standalone.CommandException;
import io.tokentape.standalone.cluster.ClusterOptions;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.kafka.common.header.Header;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The dead letters of a cluster. */
@Command(
        name = "dlq",
        description = "Look at dead letters, and send them back to where they came from once the cause is mended.")
public final class DlqCommand implements Runnable {
    private static final String STDOUT_IS_TERMINAL = "tokentape.terminal.stdout";

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "list, show or redrive is missing");
    }

    /** How lines are printed. */
    enum Format {
        TABLE,
        JSON
    }

    @Command(
            name = "list",
            description = {
                "List the letters by reason, step and topic, with how many of them were not sent again yet.",
                "A table on a terminal, else JSON lines. Times are those of the records.",
            })
    int list(
            @Mixin ClusterOptions cluster,
            @Mixin LetterFilter filter,
            @Option(names = "--each", description = "One line a letter instead of one a group.") boolean each,
            @Option(names = "--format", paramLabel = "FORMAT", description = "table or json.") Format format) {
        DeadLetterTopic dead = DeadLetterTopic.committed(cluster.clientSettings(), cluster.topics());
        boolean table = format == null ? Boolean.getBoolean(STDOUT_IS_TERMINAL) : format == Format.TABLE;
        LetterLines lines = new LetterLines(spec.commandLine().getOut(), table);
        if (each && !table) {
            dead.letters(letter -> {
                if (filter.matches(letter)) {
                    lines.print(line(letter, dead));
                }
            });
            spec.commandLine().getOut().flush();
            return 0;
        }
        List<ObjectNode> rows = new ArrayList<>();
        Map<Group, Count> groups = new TreeMap<>();
        dead.letters(letter -> {
            if (filter.matches(letter)) {
                if (each) {
                    rows.add(line(letter, dead));
                } else {
                    groups.computeIfAbsent(Group.of(letter), group -> new Count())
                            .add(letter, dead.isRedriven(letter));
                }
            }
        });
        groups.forEach((group, count) -> rows.add(count.line(group)));
        lines.print(rows);
        return 0;
    }

    @Command(
            name = "show",
            description = "Show one letter: origin, headers, key and value, decoded as far as possible, as JSON.")
    int show(
            @Mixin ClusterOptions cluster,
            @Parameters(paramLabel = "ID", description = "Such as 0@12, as 'list --each' says.") String id) {
        Position position = position(id);
        DeadLetterTopic dead = DeadLetterTopic.committed(cluster.clientSettings(), cluster.topics());
        List<ObjectNode> found = new ArrayList<>();
        LetterBytes bytes = new LetterBytes(new HttpSchemaRegistry(cluster.registryUrl()));
        dead.letters(letter -> {
            if (letter.position().equals(position)) {
                ObjectNode line = line(letter, dead);
                ObjectNode headers = line.putObject("headers");
                for (Header header : letter.record().headers()) {
                    headers.put(
                            header.key(),
                            header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8));
                }
                line.set("key", bytes.show(letter.record().key()));
                line.set("value", bytes.show(letter.record().value()));
                found.add(line);
            }
        });
        if (found.isEmpty()) {
            throw new CommandException("there is no dead letter " + id + ": 'tokentape dlq list --each' shows all");
        }
        spec.commandLine().getOut().println(found.get(0).toPrettyString());
        spec.commandLine().getOut().flush();
        return 0;
    }

    @Command(
            name = "redrive",
            description = {
                "Send letters back to their topic and partition: the original key, bytes, timestamp and headers, and one"
                        + " that counts attempts.",
                "Safe to be killed and run again: none is sent twice. Prints a JSON line a letter and one for all.",
                "Exit code 1 if a letter was refused.",
            })
    int redrive(
            @Mixin ClusterOptions cluster,
            @Mixin LetterFilter filter,
            @Parameters(paramLabel = "ID", arity = "0..*", description = "Letters such as 0@12.") List<String> ids,
            @Option(names = "--all", description = "All letters that were not sent again yet.") boolean all,
            @Option(
                            names = "--max-attempts",
                            paramLabel = "N",
                            defaultValue = "3",
                            description = "Refuse letters that were sent again so often; ${DEFAULT-VALUE}.")
                    int maxAttempts,
            @Option(names = "--dry-run", description = "Tell what would be sent, and send nothing.") boolean dryRun) {
        Set<Position> positions = new HashSet<>();
        if (ids != null) {
            ids.forEach(id -> positions.add(position(id)));
        }
        if (all ? !positions.isEmpty() || !filter.isEmpty() : positions.isEmpty() && filter.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "say which letters: either ids or filters such as --reason, or --all");
        }
        PrintWriter out = spec.commandLine().getOut();
        Tally tally = new Tally(out);
        Predicate<DeadLetter> wanted =
                letter -> (positions.isEmpty() || positions.contains(letter.position())) && filter.matches(letter);
        Redrive redrive = new Redrive(cluster.clientSettings(), cluster.topics(), maxAttempts);
        try {
            if (dryRun) {
                redrive.dryRun(wanted, tally);
            } else {
                redrive.run(wanted, tally);
            }
        } finally {
            ObjectNode summary = LetterLines.line();
            summary.put(dryRun ? "wouldRedrive" : "redriven", tally.sent).put("refused", tally.refused);
            out.println(summary);
            out.flush();
        }
        return tally.refused == 0 ? 0 : 1;
    }

    private Position position(String id) {
        try {
            return Position.parse(id);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private static ObjectNode line(DeadLetter letter, DeadLetterTopic dead) {
        ObjectNode line = LetterLines.line();
        line.put("id", letter.position().toString());
        line.put("at", LetterLines.instant(letter.timestamp()));
        line.put("reason", letter.reason());
        line.put("step", letter.step());
        line.put("topic", letter.topic());
        line.put("partition", letter.partition());
        line.put("offset", letter.offset());
        line.put("attempts", letter.attempts());
        line.put("redriven", dead.isRedriven(letter));
        line.put("message", letter.message());
        return line;
    }

    /** Prints what becomes of each letter, and counts. */
    private static final class Tally implements BiConsumer<DeadLetter, Redrive.Verdict> {
        private final PrintWriter out;
        private long sent;
        private long refused;

        private Tally(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void accept(DeadLetter letter, Redrive.Verdict verdict) {
            ObjectNode line = LetterLines.line();
            line.put("id", letter.position().toString());
            line.put("topic", letter.topic());
            line.put("partition", letter.partition());
            line.put("attempt", letter.attempts() + 1);
            if (verdict instanceof Redrive.Verdict.Refused refusal) {
                refused++;
                line.put("refused", refusal.why());
            } else {
                sent++;
            }
            out.println(line);
        }
    }

    private record Group(String reason, String step, String topic) implements Comparable<Group> {
        private static final Comparator<Group> ORDER =
                Comparator.comparing(Group::topic).thenComparing(Group::step).thenComparing(Group::reason);

        static Group of(DeadLetter letter) {
            return new Group(letter.reason(), letter.step(), letter.topic());
        }

        @Override
        public int compareTo(Group other) {
            return ORDER.compare(this, other);
        }
    }

    private static final class Count {
        private long letters;
        private long redriven;
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;

        private void add(DeadLetter letter, boolean sentAgain) {
            letters++;
            redriven += sentAgain ? 1 : 0;
            first = Math.min(first, letter.timestamp());
            last = Math.max(last, letter.timestamp());
        }

        private ObjectNode line(Group group) {
            ObjectNode line = LetterLines.line();
            line.put("reason", group.reason());
            line.put("step", group.step());
            line.put("topic", group.topic());
            line.put("letters", letters);
            line.put("waiting", letters - redriven);
            line.put("redriven", redriven);
            line.put("first", LetterLines.instant(first));
            line.put("last", LetterLines.instant(last));
            return line;
        }
    }
}
