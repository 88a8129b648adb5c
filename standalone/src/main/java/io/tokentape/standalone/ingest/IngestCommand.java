package io.tokentape.standalone.ingest;

import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.standalone.cluster.ClusterOptions;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Imports files. */
@Command(
        name = "ingest",
        description = {
            "Import files into the raw, reference and state topics; event time is kept.",
            "Running it again is always safe: records have the identity of what they hold, and repeats are recognised.",
        },
        exitCodeOnExecutionException = IngestCommand.CLUSTER_TROUBLE,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every line was imported (candles of unknown symbols are skipped and counted)",
            "1:some lines were rejected; each is on standard error as file:line: reason",
            "2:the command line is wrong",
            "3:the broker or the schema registry was away for longer than --timeout, or topics are missing",
        })
public final class IngestCommand implements Callable<Integer> {
    static final int SOME_REJECTED = 1;
    static final int CLUSTER_TROUBLE = 3;

    private static final String STANDARD_INPUT = "-";

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions cluster;

    @Parameters(
            index = "0",
            paramLabel = "KIND",
            converter = ImportKind.Converter.class,
            completionCandidates = ImportKind.Labels.class,
            description = "What the files hold: ${COMPLETION-CANDIDATES}.")
    private ImportKind kind;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "FILE",
            description = "JSON lines (candles: CSV), gzipped or not; - is standard input.")
    private List<String> files = new ArrayList<>();

    @Option(names = "--strict", description = "Stop at the first line that is rejected.")
    private boolean strict;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "2m",
            converter = TimeConverter.class,
            description =
                    "How long to wait for a broker or registry that is away, such as 30s or 5m; default ${DEFAULT-VALUE}.")
    private Duration timeout;

    private final InputStream standardInput;

    public IngestCommand() {
        this(System.in);
    }

    IngestCommand(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    @Override
    public Integer call() {
        List<Source> sources = sources();
        long started = System.nanoTime();
        Topics topics = cluster.topics();
        Map<String, String> clients = cluster.clientSettings();
        KafkaRecordSender.requireTopics(clients, kind.targets(topics), timeout);
        Map<String, String> serdeSettings = new HashMap<>(clients);
        serdeSettings.put("schema.registry.url", cluster.registryUrl());
        try (RecordSender sender = new KafkaRecordSender(clients, WireSerdes.configured(serdeSettings), timeout)) {
            Clock clock = Clock.systemUTC();
            Tally tally = new FileImport(
                            () -> kind.parser(topics, clock),
                            sender,
                            spec.commandLine().getErr(),
                            strict,
                            Progress.onTerminal(spec.commandLine().getErr()))
                    .run(sources);
            spec.commandLine()
                    .getOut()
                    .println(kind.label() + ": "
                            + tally.summary(sender.acknowledged(), (System.nanoTime() - started) / 1e9));
            spec.commandLine().getOut().flush();
            return tally.anyRejected() ? SOME_REJECTED : 0;
        }
    }

    /** Looks at every file before anything is sent. */
    private List<Source> sources() {
        List<Source> sources = new ArrayList<>();
        boolean standardInputTaken = false;
        for (String file : files) {
            if (file.equals(STANDARD_INPUT)) {
                if (standardInputTaken) {
                    throw new ParameterException(spec.commandLine(), "standard input can be read only once");
                }
                standardInputTaken = true;
                sources.add(Source.standardInput(standardInput));
                continue;
            }
            Path path = Path.of(file);
            if (Files.isDirectory(path)) {
                throw new ParameterException(spec.commandLine(), file + " is a folder: name its files");
            }
            if (!Files.isReadable(path)) {
                throw new ParameterException(
                        spec.commandLine(), "cannot read " + file + (Files.exists(path) ? "" : ": no such file"));
            }
            sources.add(Source.file(path));
        }
        return sources;
    }

    /** 90, 90s, 2m, 1h or 500ms. */
    static final class TimeConverter implements ITypeConverter<Duration> {
        private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h)?");

        @Override
        public Duration convert(String text) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException("'" + text + "' is no time such as 30s or 2m");
            }
            long number = Long.parseLong(matcher.group(1));
            String unit = matcher.group(2) == null ? "s" : matcher.group(2);
            return switch (unit) {
                case "ms" -> Duration.ofMillis(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofSeconds(number);
            };
        }
    }

    /** For tests: the command as a tree of its own. */
    static CommandLine commandLine(InputStream standardInput) {
        return new CommandLine(new IngestCommand(standardInput));
    }
}
