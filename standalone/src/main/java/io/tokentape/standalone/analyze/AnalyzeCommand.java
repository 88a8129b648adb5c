package io.tokentape.standalone.analyze;

import io.tokentape.connectors.files.InputFiles;
import io.tokentape.standalone.CommandException;
import io.tokentape.topology.analysis.ReferenceData;
import io.tokentape.topology.analysis.StandardPostAnalyzer;
import io.tokentape.topology.sentiment.SentimentScorer;
import io.tokentape.topology.sentiment.SentimentScorers;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says for every post of a file what was found in it: one JSON line a post, in order. */
@Command(
        name = "analyze",
        mixinStandardHelpOptions = true,
        description = "Says for every post what was found in it: one JSON line a post, in order.")
public final class AnalyzeCommand implements Callable<Integer> {
    private static final int BUFFER_BYTES = 1 << 16;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            defaultValue = "-",
            description = "Posts as JSON lines, gzip or not; - or nothing is standard input.")
    private String file;

    @Option(
            names = "--sentiment",
            paramLabel = "SCORER",
            defaultValue = SentimentScorers.DEFAULT,
            description = "Who reads the stance: " + SentimentScorers.NAMES + "; default ${DEFAULT-VALUE}.")
    private String sentiment;

    @Override
    public Integer call() throws IOException {
        if (!file.equals("-") && !Files.isReadable(Path.of(file))) {
            throw new CommandException("cannot read " + file + (Files.exists(Path.of(file)) ? "" : ": no such file"));
        }
        try (SentimentScorer scorer = scorer();
                InputStream in = file.equals("-") ? InputFiles.text(System.in) : InputFiles.text(Path.of(file), 0);
                OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES)) {
            AnalyzeRun run = new AnalyzeRun(
                    new StandardPostAnalyzer(ReferenceData.shipped(), scorer),
                    Clock.systemUTC(),
                    Runtime.getRuntime().availableProcessors());
            run.run(in, out);
        }
        return 0;
    }

    private SentimentScorer scorer() {
        try {
            return SentimentScorers.named(sentiment);
        } catch (IllegalArgumentException e) {
            throw new CommandException(e.getMessage(), e);
        }
    }
}
