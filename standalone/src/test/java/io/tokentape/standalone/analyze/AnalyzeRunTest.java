package io.tokentape.standalone.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.topology.analysis.StandardPostAnalyzer;
import io.tokentape.topology.mention.TokenRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnalyzeRunTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2025-01-01T00:00:00Z"), ZoneOffset.UTC);

    private final StandardPostAnalyzer analyzer = new StandardPostAnalyzer(TokenRegistry.shipped());

    @Test
    void answersOneLineAPostInOrder() throws IOException {
        StringBuilder posts = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            posts.append(post("p" + i, "more $SOL for you " + i)).append('\n');
        }
        List<String> lines = run(posts.toString(), 4);
        assertThat(lines).hasSize(20_000);
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i)).startsWith("{\"id\":\"p" + i + "\",\"source\":\"tweet\",");
        }
    }

    @Test
    void saysWhatIsWrongWithALineInItsPlace() throws IOException {
        List<String> lines = run(
                post("a", "x") + "\nnot json\n"
                        + "{\"source\":\"tweet\",\"ts\":\"2024-01-01T00:00:00Z\",\"text\":\"x\"}\n" + post("b", "y"),
                2);
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).startsWith("{\"id\":\"a\"");
        assertThat(lines.get(1)).startsWith("{\"id\":null,\"error\":\"");
        assertThat(lines.get(2)).isEqualTo("{\"id\":null,\"error\":\"id is missing\"}");
        assertThat(lines.get(3)).startsWith("{\"id\":\"b\"");
    }

    @Test
    void passesOverBlankLinesAndNeedsNoLineAtAll() throws IOException {
        assertThat(run("\n \n" + post("a", "x") + "\r\n\n", 2)).hasSize(1);
        assertThat(run("", 2)).isEmpty();
    }

    @Test
    void writesUtf8() throws IOException {
        assertThat(run(post("ü\uD83D\uDE80", "x"), 1).get(0)).startsWith("{\"id\":\"ü\uD83D\uDE80\"");
    }

    @Test
    void survivesWhatUtf8CannotHold() throws IOException {
        List<String> lines = run(post("a\\ud83d", "\\ud83d $SOL \\u0000") + "\n" + post("b", "x".repeat(100_000)), 1);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).startsWith("{\"id\":\"a\uFFFD\"").contains("\"surface\":\"$SOL\"");
    }

    private List<String> run(String posts, int threads) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new AnalyzeRun(analyzer, CLOCK, threads)
                .run(new ByteArrayInputStream(posts.getBytes(StandardCharsets.UTF_8)), out);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static String post(String id, String text) {
        return "{\"source\":\"tweet\",\"id\":\"" + id + "\",\"ts\":\"2024-01-01T00:00:00Z\",\"text\":\"" + text + "\"}";
    }
}
