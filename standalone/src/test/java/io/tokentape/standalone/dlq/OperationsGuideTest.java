package io.tokentape.standalone.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OperationsGuideTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern REASON = Pattern.compile("new PoisonException\\(\\s*\"([a-z_]*[a-z])\"");

    @Test
    void saysWhatToDoAboutEveryReason() throws IOException {
        String guide = Files.readString(ROOT.resolve("docs/operations.md"));
        Set<String> reasons;
        try (Stream<Path> files = Files.walk(ROOT.resolve("topology/src/main/java"))) {
            reasons = files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> REASON.matcher(text(file)).results())
                    .map((MatchResult found) -> found.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        assertThat(reasons)
                .contains("undecodable", "null_key")
                .allSatisfy(reason -> assertThat(guide).contains("`" + reason + "`"));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
