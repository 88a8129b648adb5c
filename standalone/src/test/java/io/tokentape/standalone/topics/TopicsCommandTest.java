package io.tokentape.standalone.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.standalone.platform.Platform;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TopicsCommandTest {
    private record Result(int code, List<String> out, List<String> err) {}

    @TempDir
    Path dir;

    @Test
    void createsListsAndChecksTheCatalogue() throws Exception {
        try (Platform broker = Platform.create(dir)) {
            Result missing = run(broker, "check");
            assertThat(missing.code()).isEqualTo(1);
            assertThat(missing.out())
                    .contains("tokentape.accounts is missing: create it with 'tokentape topics create'");

            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic("tokentape.intelligence", 1, (short) 1)))
                        .all()
                        .get();
            }
            Result created = run(broker, "create");
            assertThat(created.out()).contains("created tokentape.raw.tweets", "exists  tokentape.intelligence");
            assertThat(created.code()).isEqualTo(1);
            assertThat(created.err()).anyMatch(line -> line.startsWith("tokentape.intelligence has 1 partition, "));

            assertThat(run(broker, "create", "--prefix=other.").code()).isZero();
            Result checked = run(broker, "check", "--prefix=other.");
            assertThat(checked.code()).isZero();
            assertThat(checked.out()).isEmpty();

            Result listed = run(broker, "list", "--prefix=other.");
            assertThat(listed.code()).isZero();
            assertThat(listed.out()).anyMatch(line -> line.matches("other\\.intelligence +4 +0 +.*"));
        }
    }

    private static Result run(Platform broker, String command, String... more) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] args = new String[more.length + 2];
        args[0] = command;
        args[1] = "--bootstrap-servers=" + broker.bootstrapServers();
        System.arraycopy(more, 0, args, 2, more.length);
        int code = new CommandLine(new TopicsCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
        return new Result(
                code, out.toString().lines().toList(), err.toString().lines().toList());
    }
}
