package io.tokentape.standalone.analyze;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tokentape.connectors.files.Parsed;
import io.tokentape.connectors.files.PostLines;
import io.tokentape.schemas.avro.PostMetrics;
import io.tokentape.schemas.avro.RawPost;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.topology.analysis.AnalysisJson;
import io.tokentape.topology.analysis.PostAnalyzer;
import io.tokentape.topology.text.CleanText;
import io.tokentape.topology.text.Post;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;

/** Turns lines that hold a post into lines that hold its analysis. For use by one thread. */
final class PostLineAnalyzer {
    private static final JsonFactory JSON =
            new JsonFactory().enable(JsonGenerator.Feature.COMBINE_UNICODE_SURROGATES_IN_UTF8);

    private final PostAnalyzer analyzer;
    private final PostLines lines;

    PostLineAnalyzer(PostAnalyzer analyzer, Clock clock) {
        this.analyzer = analyzer;
        this.lines = new PostLines(new Topics(""), clock);
    }

    /** Appends one line for the post, or for what is wrong with it; nothing for a blank line. */
    void append(byte[] bytes, int offset, int length, ByteArrayOutputStream out) throws IOException {
        Parsed<RawPost> parsed = lines.parse(bytes, offset, length);
        if (parsed instanceof Parsed.Accepted<RawPost> accepted) {
            Post post = post(
                    accepted.record().value(),
                    Instant.ofEpochMilli(accepted.record().timestampMillis()));
            try (JsonGenerator json = JSON.createGenerator(out)) {
                AnalysisJson.write(json, post, analyzer.analyze(post));
            }
            out.write('\n');
        } else if (parsed instanceof Parsed.Rejected<RawPost> rejected) {
            appendError(rejected.detail(), out);
        }
    }

    static void appendError(String detail, ByteArrayOutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNullField("id");
            json.writeStringField("error", detail);
            json.writeEndObject();
        }
        out.write('\n');
    }

    /** The post as the topology would see it: what UTF-8 cannot hold replaced, the text cut at its limit. */
    private static Post post(RawPost raw, Instant at) {
        PostMetrics metrics = raw.getMetrics();
        return new Post(
                switch (raw.getSource()) {
                    case TWEET -> Post.Source.TWEET;
                    case NEWS -> Post.Source.NEWS;
                    case TELEGRAM -> Post.Source.TELEGRAM;
                    case REDDIT -> Post.Source.REDDIT;
                    case ANNOUNCEMENT -> Post.Source.ANNOUNCEMENT;
                    case UNKNOWN -> throw new IllegalArgumentException("a post of an unknown source");
                },
                CleanText.of(raw.getId()).text(),
                at,
                raw.getAuthor(),
                raw.getFollowers(),
                raw.getChannel(),
                CleanText.of(raw.getTitle()).text(),
                CleanText.of(raw.getText()).text(),
                raw.getUrl(),
                metrics == null
                        ? null
                        : new Post.Metrics(
                                metrics.getLikes(),
                                metrics.getReposts(),
                                metrics.getReplies(),
                                metrics.getViews(),
                                metrics.getForwards()));
    }
}
