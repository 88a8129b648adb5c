package io.tokentape.standalone;

import io.tokentape.standalone.alerts.AlertsCommand;
import io.tokentape.standalone.analyze.AnalyzeCommand;
import io.tokentape.standalone.bench.BenchCommand;
import io.tokentape.standalone.dlq.DlqCommand;
import io.tokentape.standalone.doctor.DoctorCommand;
import io.tokentape.standalone.ingest.IngestCommand;
import io.tokentape.standalone.logging.Logs;
import io.tokentape.standalone.serve.ServeCommand;
import io.tokentape.standalone.topics.TopicsCommand;
import io.tokentape.standalone.topology.TopologyCommand;
import io.tokentape.standalone.up.UpCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root of the command line. */
@Command(
        name = "tokentape",
        description = "Raw posts about crypto tokens in, intelligence out, as Kafka topics.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            TopologyCommand.class,
            ServeCommand.class,
            AnalyzeCommand.class,
            BenchCommand.class,
            TopicsCommand.class,
            IngestCommand.class,
            DlqCommand.class,
            DoctorCommand.class,
            AlertsCommand.class,
        })
public final class Tokentape implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show stack traces and log in detail.")
    private boolean debug;

    public static void main(String[] args) {
        int code = commandLine().execute(args);
        System.out.flush();
        // Client threads of a command that failed half-way must not keep the process.
        System.exit(code);
    }

    /** The whole tree, for main and for tests. */
    static CommandLine commandLine() {
        Tokentape root = new Tokentape();
        ErrorLines errors = new ErrorLines(root);
        return new CommandLine(root)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .setExecutionStrategy(parsed -> {
                    if (root.debug) {
                        Logs.debug();
                    }
                    return new CommandLine.RunLast().execute(parsed);
                });
    }

    /** Without a command there is nothing to do but say which there are. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }

    boolean debug() {
        return debug;
    }
}
