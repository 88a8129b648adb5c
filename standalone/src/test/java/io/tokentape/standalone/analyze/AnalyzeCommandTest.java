package io.tokentape.standalone.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
}
