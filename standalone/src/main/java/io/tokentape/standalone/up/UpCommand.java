package io.tokentape.standalone.up;

import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.standalone.CommandException;
import io.tokentape.standalone.ErrorText;
import io.tokentape.standalone.process.StopOnSignal;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.kafka.common.utils.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Everything in one process, until it is stopped. */
@Command(
        name = "up",
        description = {
            "Run everything in this process: broker, registry, Postgres, Connect, topology and serving.",
            "Prints 'ready http://...' once REST answers and the topology runs; ctrl-C stops it.",
            "Reads every file of posts (*.jsonl, *.json, *.ndjson, each also with .gz) that is put into DIR/inbox.",
        })
public final class UpCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(UpCommand.class);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "REST, WebSocket and page; ${DEFAULT-VALUE}.")
    private int port;

    @Option(names = "--kafka-port", paramLabel = "N", defaultValue = "9092", description = "Broker; ${DEFAULT-VALUE}.")
    private int kafkaPort;

    @Option(
            names = "--registry-port",
            paramLabel = "N",
            defaultValue = "8081",
            description = "Schema registry; ${DEFAULT-VALUE}.")
    private int registryPort;

    @Option(
            names = "--connect-port",
            paramLabel = "N",
            defaultValue = "8083",
            description = "Kafka Connect; ${DEFAULT-VALUE}.")
    private int connectPort;

    @Option(
            names = "--postgres-port",
            paramLabel = "N",
            defaultValue = "0",
            description = "Postgres; any free one. For every port 0 means any free one.")
    private int postgresPort;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Where REST listens; ${DEFAULT-VALUE}. Everything else stays on 127.0.0.1.")
    private String host;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "Folder of everything that outlives the process; ./${DEFAULT-VALUE}.")
    private Path data;

    @Option(names = "--demo", description = "Feed the system with made-up posts.")
    private boolean demo;

    /** For the launcher, which lets the JVM record what a start needs. */
    @Option(names = "--rehearse", hidden = true, description = "Stop as soon as everything has started.")
    private boolean rehearse;

    /** The failure that is told before the stop, which may hang because of it. */
    private volatile CommandException told;

    @Override
    public Integer call() throws InterruptedException {
        requireUsable(data);
        String prefix = System.getenv().getOrDefault("TOKENTAPE_PREFIX", Topics.DEFAULT_PREFIX);
        UpOptions.Ports ports = new UpOptions.Ports(port, kafkaPort, registryPort, connectPort, postgresPort);
        UpOptions options = new UpOptions(host, ports, data, prefix, demo);
        try (StopOnSignal<LocalSystem> stop = StopOnSignal.start(
                () -> LocalSystem.start(options, System.getenv(), progress()), LocalSystem::endPostgres)) {
            endWithReason(stop.running(), options.logFile());
            return runUntilBroken(stop, options.logFile());
        }
    }

    /** Kafka and Connect take lists of folders, and these signs end a name in them. */
    private void requireUsable(Path folder) {
        if (folder.toAbsolutePath().toString().matches("(?s).*[:,}].*")) {
            throw new ParameterException(
                    spec.commandLine(), "the folder of --data must have no ':', ',' or '}' in its path: " + folder);
        }
    }

    private int runUntilBroken(StopOnSignal<LocalSystem> stop, Path logFile) throws InterruptedException {
        LocalSystem system = stop.running();
        PrintWriter out = spec.commandLine().getOut();
        try {
            system.awaitReady();
            out.println("ready " + system.url());
            out.flush();
            system.startRest();
            if (rehearse) {
                system.awaitRest();
            } else {
                system.awaitFailure();
            }
            return 0;
        } catch (RuntimeException e) {
            stop.awaitEndIfSignalled();
            if (e == told) {
                return 1;
            }
            throw new CommandException(ErrorText.of(e) + "; log: " + logFile, e);
        }
    }

    /**
     * Kafka's parts end the process when they cannot go on, which must not happen without a word. They also do when a hook
     * of their web server's has stopped half of them first; then the system is closing, and nothing is told.
     */
    private void endWithReason(LocalSystem system, Path logFile) {
        PrintWriter err = spec.commandLine().getErr();
        Exit.Procedure procedure = (code, message) -> {
            String reason = "a Kafka part cannot go on" + (message == null ? "" : ": " + message);
            log.error("{}, code {}", reason, code, new IllegalStateException("asked for here"));
            told = new CommandException(reason);
            if (system.fail(told)) {
                err.println("tokentape: " + ErrorText.oneLine(reason) + "; log: " + logFile);
                err.flush();
            }
            // Its thread must end: the stop waits for the part that it belongs to.
            throw new IllegalStateException("stopping with code " + code);
        };
        Exit.setExitProcedure(procedure);
        Exit.setHaltProcedure(procedure);
        // A part that stopped itself would do so before, or beside, what needs it; and one that is still starting while
        // the process ends may add no hook any more and would fail.
        Exit.setShutdownHookAdder((name, hook) -> log.debug("{} is left out: the parts are stopped in order", name));
    }

    private Progress progress() {
        if (!Boolean.getBoolean("tokentape.terminal")) {
            return (part, where) -> {};
        }
        PrintWriter err = spec.commandLine().getErr();
        return (part, where) -> {
            err.printf("  %-9s %s%n", part, where == null ? "running" : where);
            err.flush();
        };
    }
}
