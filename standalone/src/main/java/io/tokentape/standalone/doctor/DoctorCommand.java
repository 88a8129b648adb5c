package io.tokentape.standalone.doctor;

import io.tokentape.standalone.cluster.ClusterOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One line a check. */
@Command(
        name = "doctor",
        description = "Check this machine and the cluster; says what to mend. Exit code 1 if there is a problem.")
public final class DoctorCommand implements Callable<Integer> {
    private static final List<Integer> PORTS_OF_UP = List.of(8080, 9092, 8081, 8083);
    private static final int BROKER_PORT = 9092;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions cluster;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "Folder of 'up'; ./${DEFAULT-VALUE}.")
    private Path data;

    @Option(names = "--postgres-url", paramLabel = "URL", description = "Else DATABASE_URL.")
    private String postgresUrl;

    @Override
    public Integer call() {
        List<Finding> findings = new ArrayList<>();
        Runtime.Version java = Runtime.version();
        findings.add(Machine.java(
                java.feature(), java.toString(), Runtime.getRuntime().availableProcessors()));
        findings.add(Machine.memory());
        findings.add(Machine.disk(data));
        Cluster checked = new Cluster(cluster);
        Finding broker = checked.broker();
        boolean brokerAnswers = broker.verdict() == Finding.Verdict.OK;
        boolean ours =
                brokerAnswers && cluster.bootstrapServers().matches("(127\\.0\\.0\\.1|localhost):" + BROKER_PORT);
        findings.add(Machine.ports(PORTS_OF_UP, ours ? PORTS_OF_UP : List.of()));
        findings.add(broker);
        Finding registry = checked.registry();
        findings.add(registry);
        Finding topics = brokerAnswers ? checked.topics() : Finding.skipped("topics", "there is no broker to ask");
        findings.add(topics);
        findings.add(
                registry.verdict() == Finding.Verdict.OK && topics.verdict() == Finding.Verdict.OK
                        ? checked.books()
                        : Finding.skipped("books", "they need the registry and all topics"));
        findings.add(checked.postgres(postgresUrl));
        PrintWriter out = spec.commandLine().getOut();
        findings.forEach(finding -> out.println(finding.line()));
        out.flush();
        return findings.stream().anyMatch(finding -> finding.verdict() == Finding.Verdict.PROBLEM) ? 1 : 0;
    }
}
