package io.tokentape.topology.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * Reads the data sets that models learn from, as they lie in one folder: {@code data/labelled-sentiment/…} as published,
 * {@code gold/NAME.posts.jsonl} with {@code NAME.gold.jsonl} labelled by hand. Each set comes in the order of time where it
 * is dated, else as it lies.
 */
public final class LabelledSets {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant UNDATED = Instant.parse("2020-01-01T00:00:00Z");

    private final Path folder;

    public LabelledSets(Path folder) {
        this.folder = folder;
    }

    /** Posts labelled by hand: {@code posts}, {@code train.posts}, {@code signals}, {@code tge} … */
    public List<LabelledPost> gold(String name) {
        Map<String, JsonNode> labels = new HashMap<>();
        for (String line : lines(folder.resolve("gold").resolve(name + ".gold.jsonl"))) {
            JsonNode label = json(line);
            labels.put(label.path("id").asText(), label);
        }
        List<LabelledPost> posts = new ArrayList<>();
        for (String line : lines(folder.resolve("gold").resolve(name + ".posts.jsonl"))) {
            JsonNode post = json(line);
            JsonNode label = labels.get(post.path("id").asText());
            if (label != null) {
                posts.add(new LabelledPost(name, post(post), label));
            }
        }
        return byTime(posts);
    }

    /** Posts without labels, one JSON object a line, as {@code tokentape ingest posts} reads them. */
    public static List<Post> posts(Path file) {
        return lines(file).stream().map(line -> post(json(line))).toList();
    }

    /** Messages of Telegram channels on pumps and signals, 2016 to 2020, without labels, as they lie. */
    public void channelMessages(Consumer<Post> reader) {
        Path messages = channels();
        for (int year = 2016; year <= 2020; year++) {
            eachLine(messages.resolve("messages_" + year + ".jsonl.gz"), line -> {
                JsonNode message = json(line);
                String channel = message.path("channel_id").asText();
                reader.accept(new Post(
                        Post.Source.TELEGRAM,
                        channel + ":" + message.path("message_id").asText(),
                        OffsetDateTime.parse(message.path("date").asText()).toInstant(),
                        null,
                        null,
                        channel,
                        null,
                        message.path("text").asText(""),
                        null,
                        Post.Metrics.NONE));
            });
        }
    }

    /**
     * Messages of Telegram channels, 2018 to 2020, with the label {@code kind} of those who read them: 1 = belongs to a pump,
     * 2 = a trade signal, 0 = other, ? = unsure.
     */
    public List<LabelledPost> pumpMessages() {
        List<LabelledPost> posts = new ArrayList<>();
        Path file = channels().resolve("pump_message_labels_with_text.csv");
        for (Map<String, String> row : csv(file)) {
            Post post = new Post(
                    Post.Source.TELEGRAM,
                    row.get("channel_id") + ":" + row.get("message_id"),
                    OffsetDateTime.parse(row.get("date")).toInstant(),
                    null,
                    null,
                    row.get("channel_id"),
                    null,
                    row.get("text"),
                    null,
                    Post.Metrics.NONE);
            posts.add(new LabelledPost("pumps", post, JSON.createObjectNode().put("kind", row.get("label"))));
        }
        return byTime(posts);
    }

    /** When pumps of these channels began, by channel, as a log of them has it. */
    public Map<String, NavigableSet<Instant>> loggedPumps() {
        Map<String, NavigableSet<Instant>> pumps = new TreeMap<>();
        List<String> lines = lines(channels().resolve("PD_logs_cleaned.tsv"));
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split("\t");
            pumps.computeIfAbsent(fields[0], channel -> new TreeSet<>())
                    .add(OffsetDateTime.parse(fields[5].replace(' ', 'T')).toInstant());
        }
        return pumps;
    }

    private Path channels() {
        return folder.resolve("data").resolve("telegram").resolve("bayi-hu-pump-channels");
    }

    /** Titles of notices of one exchange, 2017 to 2021, without labels. */
    public void noticeTitles(Consumer<Post> reader) {
        Path notices = folder.resolve("data").resolve("announcements").resolve("binance-listing-announcements");
        eachLine(notices.resolve("announcements.jsonl.gz"), line -> {
            JsonNode notice = json(line);
            reader.accept(new Post(
                    Post.Source.ANNOUNCEMENT,
                    "notice:" + notice.path("code").asText(),
                    OffsetDateTime.parse(notice.path("publish_time_utc").asText())
                            .toInstant(),
                    null,
                    null,
                    null,
                    notice.path("title").asText(""),
                    "",
                    null,
                    Post.Metrics.NONE));
        });
    }

    /** News headlines, 2018 to 2022, three classes. */
    public List<LabelledPost> cryptoLin() {
        List<LabelledPost> posts = new ArrayList<>();
        for (Map<String, String> row : csv(folder("cryptolin-news-headlines/CryptoLin_IE.csv"))) {
            String label = switch (row.get("final_manual_labelling").strip()) {
                case "1" -> "bullish";
                case "0" -> "neutral";
                case "-1" -> "bearish";
                default -> null;
            };
            Instant day = LocalDate.parse(row.get("date").substring(0, 10))
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
            add(posts, "cryptolin", Post.Source.NEWS, day, row.get("news"), label);
        }
        return byTime(posts);
    }

    /** News on stocks in tweets, three classes, undated. */
    public List<LabelledPost> financialTweets() {
        List<LabelledPost> posts = new ArrayList<>();
        for (Map<String, String> row : csv(folder("twitter-financial-news-sentiment/sent_train.csv"))) {
            String label = switch (row.get("label")) {
                case "0" -> "bearish";
                case "1" -> "bullish";
                default -> "neutral";
            };
            add(posts, "tfns", Post.Source.TWEET, UNDATED, row.get("text"), label);
        }
        return posts;
    }

    /** Posts on Ether, June and July 2022; their writers said themselves whether they are bullish or bearish. */
    public List<LabelledPost> stockTwits() {
        List<LabelledPost> posts = new ArrayList<>();
        for (Map<String, String> row : csv(folder("stocktwits-eth-2022/messages.csv.gz"))) {
            Instant at = Instant.parse(row.get("created_at"));
            add(posts, "stocktwits", Post.Source.TWEET, at, row.get("body"), ownTag(row.get("tag")));
        }
        return byTime(posts);
    }

    /** Comments on crypto, 2022, two classes, undated. */
    public List<LabelledPost> reddit() {
        List<LabelledPost> posts = new ArrayList<>();
        for (Map<String, String> row : csv(folder("surge-ai-reddit-crypto/sentiment.csv"))) {
            String label = row.get("Sentiment").equals("Positive") ? "bullish" : "bearish";
            add(posts, "surge", Post.Source.TWEET, UNDATED, row.get("Comment Text"), label);
        }
        return posts;
    }

    /** Posts on stocks, one morning of October 2017; their writers said themselves what they are. */
    public List<LabelledPost> stockPosts() {
        List<LabelledPost> posts = new ArrayList<>();
        for (JsonNode message : json(text(folder("stocktwits-stocks-2017/raw.json.gz")))) {
            Instant at = LocalDateTime.parse(message.path("timestamp").asText().replace(' ', 'T'))
                    .toInstant(ZoneOffset.UTC);
            String text = message.path("message").asText();
            add(
                    posts,
                    "stock-posts",
                    Post.Source.TWEET,
                    at,
                    text,
                    ownTag(message.path("tag").asText()));
        }
        return byTime(posts);
    }

    private static String ownTag(String tag) {
        String lower = tag.toLowerCase(Locale.ROOT);
        return lower.equals("bullish") || lower.equals("bearish") ? lower : null;
    }

    private static void add(
            List<LabelledPost> posts, String set, Post.Source source, Instant at, String text, String label) {
        if (label != null) {
            Post post = new Post(
                    source, set + ":" + posts.size(), at, null, null, null, null, text, null, Post.Metrics.NONE);
            posts.add(new LabelledPost(set, post, JSON.createObjectNode().put("sentiment", label)));
        }
    }

    private static List<LabelledPost> byTime(List<LabelledPost> posts) {
        posts.sort(Comparator.comparing(labelled -> labelled.post().at()));
        return posts;
    }

    private static Post post(JsonNode line) {
        JsonNode metrics = line.path("metrics");
        return new Post(
                Post.Source.valueOf(line.path("source").asText().toUpperCase(Locale.ROOT)),
                line.path("id").asText(),
                Instant.parse(line.path("ts").asText()),
                line.path("author").asText(null),
                count(line, "followers"),
                line.path("channel").asText(null),
                line.path("title").asText(null),
                line.path("text").asText(""),
                line.path("url").asText(null),
                new Post.Metrics(
                        count(metrics, "likes"),
                        count(metrics, "reposts"),
                        count(metrics, "replies"),
                        count(metrics, "views"),
                        count(metrics, "forwards")));
    }

    private static Long count(JsonNode node, String field) {
        return node.path(field).isNumber() ? Long.valueOf(node.path(field).asLong()) : null;
    }

    private Path folder(String name) {
        return folder.resolve("data").resolve("labelled-sentiment").resolve(name);
    }

    private static List<String> lines(Path file) {
        return text(file).lines().filter(line -> !line.isBlank()).toList();
    }

    private static void eachLine(Path file, Consumer<String> reader) {
        try (InputStream raw = Files.newInputStream(file);
                InputStream stream = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                reader.accept(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try (InputStream raw = Files.newInputStream(file);
                InputStream stream = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Rows of a CSV file with a header; quoted fields may hold line breaks and doubled quotes. */
    private static List<Map<String, String>> csv(Path file) {
        String text = text(file);
        List<Map<String, String>> rows = new ArrayList<>();
        List<String> header = null;
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c != '"') {
                    field.append(c);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    field.append(c);
                    i++;
                } else {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',' || c == '\n') {
                fields.add(field.toString());
                field.setLength(0);
                if (c == '\n') {
                    header = row(rows, header, fields);
                    fields = new ArrayList<>();
                }
            } else if (c != '\r' && c != '\uFEFF') {
                field.append(c);
            }
        }
        if (field.length() > 0 || !fields.isEmpty()) {
            fields.add(field.toString());
            row(rows, header, fields);
        }
        return rows;
    }

    private static List<String> row(List<Map<String, String>> rows, List<String> header, List<String> fields) {
        if (header == null) {
            return fields;
        }
        if (fields.size() == header.size()) {
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < fields.size(); i++) {
                row.put(header.get(i), fields.get(i));
            }
            rows.add(row);
        }
        return header;
    }
}
