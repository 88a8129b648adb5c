package io.tokentape.standalone.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class AnalyzeCommandTest {
    @Test
    void saysWhichFileItCannotRead(@TempDir Path folder) {
        StringWriter errors = new StringWriter();
        int code = new CommandLine(new AnalyzeCommand())
                .setErr(new PrintWriter(errors, true))
                .execute(folder.resolve("missing.jsonl").toString());
        assertThat(code).isNotZero();
        assertThat(errors.toString()).contains("missing.jsonl").contains("no such file");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gut-feeling        | sentiment is 'gut-feeling', expected
            onnx:/no/such/file | cannot read /no/such/file: no such file
            """)
    void saysWhatIsWrongWithAScorer(String scorer, String problem, @TempDir Path folder) throws IOException {
        Path posts = Files.writeString(folder.resolve("posts.jsonl"), "");
        StringWriter errors = new StringWriter();
        int code = new CommandLine(new AnalyzeCommand())
                .setErr(new PrintWriter(errors, true))
                .execute(posts.toString(), "--sentiment", scorer);
        assertThat(code).isNotZero();
        assertThat(errors.toString()).contains(problem);
    }
}
