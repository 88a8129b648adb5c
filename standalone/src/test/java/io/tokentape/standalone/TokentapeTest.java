package io.tokentape.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class TokentapeTest {
    private record Result(int code, String out, String err) {}

    static List<List<String>> everyCommand() {
        List<List<String>> commands = new ArrayList<>();
        Deque<Map.Entry<List<String>, CommandLine>> open = new ArrayDeque<>();
        open.add(Map.entry(List.of(), Tokentape.commandLine()));
        while (!open.isEmpty()) {
            Map.Entry<List<String>, CommandLine> next = open.remove();
            commands.add(next.getKey());
            next.getValue().getSubcommands().forEach((name, command) -> {
                List<String> path = new ArrayList<>(next.getKey());
                path.add(name);
                open.add(Map.entry(path, command));
            });
        }
        return commands;
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void everyCommandHasHelpAndVersion(List<String> command) {
        Result help = run(command, "--help");
        assertThat(help.code()).isZero();
        assertThat(help.out()).startsWith("Usage: tokentape");
        assertThat(help.err()).isEmpty();

        Result version = run(command, "--version");
        assertThat(version.code()).isZero();
        assertThat(version.out()).matches("tokentape \\d+\\.\\d+\\.\\d+\\S* \\(Java .+\\)\\R");
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void aBadOptionIsOneLineAndExitCodeTwo(List<String> command) {
        Result result = run(command, "--no-such-option");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).matches("tokentape: .+; see '" + String.join(" ", prefixed(command)) + " --help'\\R");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "topics", "topology"})
    void aMissingCommandIsOneLine(String group) {
        Result result = run(group.isEmpty() ? List.of() : List.of(group));

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).matches("tokentape: .* is missing; see '.*'\\R");
    }

    @Test
    void aFailureIsOneLineUnlessDebugIsAsked() {
        List<String> failing = List.of("topics", "check", "--config=/no/such/file");

        Result result = run(failing);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).matches("tokentape: cannot read the file of --config, /no/such/file.*\\R");

        assertThat(run(failing, "--debug").err())
                .contains("tokentape: cannot read")
                .contains("\tat io.tokentape");
    }

    @Test
    void causesAreToldInOneLine() {
        Throwable failure = new IllegalStateException("it broke", new RuntimeException(new Exception("first\ncause")));

        assertThat(ErrorText.of(failure)).isEqualTo("it broke: first cause");
        assertThat(ErrorText.of(new CommandException("do this", failure))).isEqualTo("do this");
        assertThat(ErrorText.of(new IllegalStateException())).isEqualTo("IllegalStateException");
    }

    private static List<String> prefixed(List<String> command) {
        List<String> all = new ArrayList<>(List.of("tokentape"));
        all.addAll(command);
        return all;
    }

    private static Result run(List<String> command, String... more) {
        List<String> args = new ArrayList<>(command);
        args.addAll(List.of(more));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Tokentape.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args.toArray(String[]::new));
        return new Result(code, out.toString(), err.toString());
    }
}
