package io.tokentape.standalone.topics;

import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.standalone.cluster.ClusterOptions;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The catalogue on a cluster. */
@Command(name = "topics", description = "Create, list or check the topics of the catalogue.")
public final class TopicsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "create, list or check is missing");
    }

    @Command(name = "create", description = "Create the topics that are not there; leave the others as they are.")
    int create(
            @Mixin ClusterOptions cluster,
            @Option(
                            names = "--replication-factor",
                            paramLabel = "N",
                            description = "Copies of each partition; else what the brokers say.")
                    Short replicationFactor) {
        PrintWriter out = spec.commandLine().getOut();
        List<Topic<?>> topics = TopicAdmin.used(cluster.topics());
        try (TopicAdmin admin = new TopicAdmin(cluster.clientSettings())) {
            Set<String> created = new HashSet<>(admin.createMissing(topics, Optional.ofNullable(replicationFactor)));
            for (Topic<?> topic : topics) {
                out.println((created.contains(topic.name()) ? "created " : "exists  ") + topic.name());
            }
            out.flush();
            return report(admin.problems(cluster.topics()), spec.commandLine().getErr());
        }
    }

    @Command(
            name = "list",
            description = {
                "List the topics of the catalogue: partitions on the cluster, offsets (records and the marks of"
                        + " transactions), and what each holds.",
            })
    int list(@Mixin ClusterOptions cluster) {
        PrintWriter out = spec.commandLine().getOut();
        List<Topic<?>> topics = TopicAdmin.used(cluster.topics());
        try (TopicAdmin admin = new TopicAdmin(cluster.clientSettings())) {
            Map<String, ExistingTopic> existing = admin.existing(topics);
            Map<String, Long> offsets = admin.offsets(existing);
            int width = topics.stream()
                    .mapToInt(topic -> topic.name().length())
                    .max()
                    .orElse(0);
            String line = "%-" + width + "s  %10s  %12s  %s%n";
            out.printf(line, "topic", "partitions", "offsets", "holds");
            for (Topic<?> topic : topics) {
                ExistingTopic found = existing.get(topic.name());
                out.printf(
                        line,
                        topic.name(),
                        found == null ? "missing" : found.partitions(),
                        found == null ? "" : offsets.get(topic.name()),
                        topic.holds() + " by " + topic.key());
            }
            out.flush();
            return 0;
        }
    }

    @Command(
            name = "check",
            description = "Say which topic is not as the catalogue declares it; exit code 1 if there is one.")
    int check(@Mixin ClusterOptions cluster) {
        try (TopicAdmin admin = new TopicAdmin(cluster.clientSettings())) {
            return report(admin.problems(cluster.topics()), spec.commandLine().getOut());
        }
    }

    private static int report(List<String> problems, PrintWriter to) {
        problems.forEach(to::println);
        to.flush();
        return problems.isEmpty() ? 0 : 1;
    }
}
