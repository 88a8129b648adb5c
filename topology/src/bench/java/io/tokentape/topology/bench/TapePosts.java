package io.tokentape.topology.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tokentape.topology.text.CleanText;
import io.tokentape.topology.text.Post;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** The posts of a file of JSON lines, gzipped or not, in memory. */
final class TapePosts {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TapePosts() {}

    static List<Post> read(Path file) throws IOException {
        List<Post> posts = new ArrayList<>();
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader lines = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                posts.add(post(JSON.readTree(line)));
            }
        }
        if (posts.isEmpty()) {
            throw new IllegalArgumentException(file + " holds no posts");
        }
        return posts;
    }

    private static Post post(JsonNode json) {
        return new Post(
                Post.Source.valueOf(json.path("source").asText().toUpperCase(Locale.ROOT)),
                json.path("id").asText(),
                Instant.parse(json.path("ts").asText()),
                text(json, "author"),
                json.path("followers").isNumber() ? (Long) json.path("followers").asLong() : null,
                text(json, "channel"),
                CleanText.of(text(json, "title")).text(),
                CleanText.of(json.path("text").asText("")).text(),
                text(json, "url"),
                null);
    }

    private static String text(JsonNode json, String field) {
        return json.path(field).isTextual() ? json.path(field).asText() : null;
    }
}
