package io.tokentape.topology.bench;

import io.tokentape.topology.analysis.Analysis;
import io.tokentape.topology.analysis.PostAnalyzer;
import io.tokentape.topology.analysis.ReferenceData;
import io.tokentape.topology.analysis.StandardPostAnalyzer;
import io.tokentape.topology.sentiment.SentimentScorers;
import io.tokentape.topology.text.Post;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The whole analysis of one post after the other of a tape, on one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(1)
public class AnalysisBenchmark {
    /** A file of posts. */
    @Param("")
    public String tape;

    @Param(SentimentScorers.DEFAULT)
    public String sentiment;

    private PostAnalyzer analyzer;
    private Post[] posts;
    private int[] bytes;
    private int next;

    /** What was read beside the posts counted by the harness. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Read {
        /** UTF-8 bytes of titles and texts. */
        public long bytes;
    }

    @Setup
    public void read() throws IOException {
        List<Post> all = TapePosts.read(Path.of(tape));
        posts = all.toArray(Post[]::new);
        bytes = new int[posts.length];
        for (int i = 0; i < posts.length; i++) {
            String title = posts[i].title() == null ? "" : posts[i].title();
            bytes[i] = (title + posts[i].text()).getBytes(StandardCharsets.UTF_8).length;
        }
        analyzer = new StandardPostAnalyzer(ReferenceData.shipped(), SentimentScorers.named(sentiment));
    }

    @Benchmark
    public Analysis analyze(Read read) {
        int post = next;
        next = post + 1 == posts.length ? 0 : post + 1;
        read.bytes += bytes[post];
        return analyzer.analyze(posts[post]);
    }
}
