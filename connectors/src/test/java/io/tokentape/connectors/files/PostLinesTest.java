package io.tokentape.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.schemas.avro.PostMetrics;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.schemas.avro.RawPost;
import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.InMemorySchemaRegistry;
import io.tokentape.schemas.wire.WireSerdes;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostLinesTest {
    private static final Instant NOW = Instant.parse("2025-07-20T12:00:00Z");
    private static final Topics TOPICS = new Topics("t.");
    private final PostLines lines = new PostLines(TOPICS, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void readsEveryField() {
        TapeRecord<RawPost> record = accepted("""
                {"source":"telegram","id":"7:1","author":"a","authorName":"Ann","followers":5,"channel":"c","channelName":"Calls",
                "ts":"2025-07-20T00:00:00.123Z","title":"T","text":"x","url":"u","replyTo":"7:0","revision":2,"later":[{"a":1}],
                "metrics":{"likes":1,"reposts":2,"replies":3,"views":4,"forwards":5,"smiles":6}}
                """);

        RawPost post = new RawPost();
        post.setSource(PostSource.TELEGRAM);
        post.setId("7:1");
        post.setRevision(2);
        post.setAuthor("a");
        post.setAuthorName("Ann");
        post.setFollowers(5L);
        post.setChannel("c");
        post.setChannelName("Calls");
        post.setTitle("T");
        post.setText("x");
        post.setReplyTo("7:0");
        post.setUrl("u");
        post.setMetrics(PostMetrics.newBuilder()
                .setLikes(1L)
                .setReposts(2L)
                .setReplies(3L)
                .setViews(4L)
                .setForwards(5L)
                .build());
        assertThat(record)
                .isEqualTo(new TapeRecord<>(
                        TOPICS.rawTelegram,
                        "c",
                        Instant.parse("2025-07-20T00:00:00.123Z").toEpochMilli(),
                        post));
    }

    @Test
    void absentAndNullFactsAreUnknown() {
        RawPost post = accepted("""
                        {"source":"tweet","id":"1","author":null,"followers":null,"ts":"2025-07-20T00:00:00Z","text":"x","metrics":{},"revision":null,"deleted":null}
                        """).value();

        assertThat(post.getAuthor()).isNull();
        assertThat(post.getFollowers()).isNull();
        assertThat(post.getMetrics()).isNull();
        assertThat(post.getRevision()).isEqualTo(1);
        assertThat(post.getDeleted()).isFalse();
    }

    @Test
    void theFirstRevisionWasPublishedWhenItWasLearnedAndALaterOneBefore() {
        String line =
                "{\"source\":\"tweet\",\"id\":\"1\",\"ts\":\"2025-07-20T00:00:00Z\",\"text\":\"x\",\"revision\":%d}";

        assertThat(accepted(line.formatted(1)).value().getPublishedAt())
                .isEqualTo(Instant.parse("2025-07-20T00:00:00Z").toEpochMilli());
        assertThat(accepted(line.formatted(2)).value().getPublishedAt()).isNull();
    }

    @Test
    void aDeletedPostNeedsNoText() {
        RawPost post = accepted(
                        "{\"source\":\"tweet\",\"id\":\"1\",\"ts\":\"2025-07-20T00:00:00Z\",\"revision\":2,\"deleted\":true}")
                .value();

        assertThat(post.getDeleted()).isTrue();
        assertThat(post.getText()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "tweet, raw.tweets, a",
        "news, raw.news, c",
        "announcement, raw.news, c",
        "telegram, raw.telegram, c",
        "reddit, raw.reddit, c"
    })
    void topicAndKeyFollowTheSource(String source, String topic, String key) {
        String line = "{\"source\":\"%s\",\"id\":\"i\",%s\"ts\":\"2025-07-20T00:00:00Z\",\"text\":\"x\"}";

        TapeRecord<RawPost> said = accepted(line.formatted(source, "\"author\":\"a\",\"channel\":\"c\","));
        TapeRecord<RawPost> unsaid = accepted(line.formatted(source, ""));

        assertThat(said.topic()).extracting(Topic::id).isEqualTo(topic);
        assertThat(said.key()).isEqualTo(key);
        assertThat(unsaid.key()).isEqualTo("i");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                                                            | MALFORMED         | malformed JSON",
                "not json                                                                     | MALFORMED         | malformed JSON",
                "[]                                                                           | MALFORMED         | not a JSON object",
                "{\"id\":\"1\"} {}                                                            | MALFORMED         | more than one JSON value",
                "{\"id\":\"1\",\"ts\":\"2025-07-20T00:00:00Z\",\"text\":\"x\"}                | MISSING_FIELD     | source is missing",
                "{\"source\":\"tweet\",\"ts\":\"2025-07-20T00:00:00Z\",\"text\":\"x\"}        | MISSING_FIELD     | id is missing",
                "{\"source\":\"tweet\",\"id\":\"1\",\"text\":\"x\"}                           | MISSING_FIELD     | ts is missing",
                "{\"source\":\"tweet\",\"id\":\"1\",\"ts\":\"2025-07-20T00:00:00Z\"}          | MISSING_FIELD     | text is missing",
                "{\"source\":\"tweet\",\"id\":\"1\",\"ts\":\"2025-07-20T00:00:00Z\",\"text\":null} | MISSING_FIELD | text is missing",
                "{\"source\":\"blog\",\"id\":\"1\",\"ts\":\"2025-07-20T00:00:00Z\",\"text\":\"x\"} | BAD_VALUE    | source must be tweet",
                "{\"source\":\"tweet\",\"id\":\"\",\"ts\":\"2025-07-20T00:00:00Z\",\"text\":\"x\"} | BAD_VALUE    | id is empty",
                "{\"source\":\"tweet\",\"id\":1,\"ts\":\"2025-07-20T00:00:00Z\",\"text\":\"x\"} | WRONG_TYPE      | id must be text, not a number",
                "{\"source\":\"tweet\",\"id\":\"1\",\"ts\":1752969600000,\"text\":\"x\"}      | WRONG_TYPE        | ts must be text, not a number",
                "{\"source\":\"tweet\",\"id\":\"1\",\"ts\":\"yesterday\",\"text\":\"x\"}      | BAD_VALUE         | ts is no ISO 8601 time",
                "{\"source\":\"tweet\",\"id\":\"1\",\"ts\":\"2025-02-30T00:00:00Z\",\"text\":\"x\"} | BAD_VALUE   | ts is no ISO 8601 time",
                "{\"followers\":\"many\"}                                                     | WRONG_TYPE        | followers must be a whole number, not text",
                "{\"followers\":-1}                                                           | BAD_VALUE         | followers must be 0 or more",
                "{\"followers\":1e3}                                                          | WRONG_TYPE        | followers must be a whole number",
                "{\"followers\":99999999999999999999}                                         | BAD_VALUE         | followers is too large",
                "{\"metrics\":[]}                                                             | WRONG_TYPE        | metrics must be an object, not a list",
                "{\"metrics\":{\"likes\":true}}                                               | WRONG_TYPE        | metrics.likes must be a whole number",
                "{\"revision\":0}                                                             | BAD_VALUE         | revision must be 1 or more",
                "{\"deleted\":\"yes\"}                                                        | WRONG_TYPE        | deleted must be true or false, not text",
                "{\"source\":\"tweet\",\"id\":\"1\",\"ts\":\"2009-01-02T23:59:59Z\",\"text\":\"x\"} | TIME_OUT_OF_RANGE | ts 2009-01-02T23:59:59Z is before",
                "{\"source\":\"tweet\",\"id\":\"1\",\"ts\":\"2100-01-01T00:00:00Z\",\"text\":\"x\"} | TIME_OUT_OF_RANGE | ts 2100-01-01T00:00:00Z is more than an hour ahead",
            })
    void saysWhatIsWrong(String line, RejectReason reason, String detail) {
        Parsed.Rejected<RawPost> rejected = rejected(line.strip());

        assertThat(rejected.reason()).isEqualTo(reason);
        assertThat(rejected.detail()).startsWith(detail);
    }

    @ParameterizedTest
    @CsvSource({
        "2009-01-03T00:00:00Z, true",
        "2025-07-20T13:00:00Z, true",
        "2025-07-20T13:00:00.001Z, false",
        "2025-07-20T14:00:00+02:00, true",
        "2025-07-20T11:30Z, true"
    })
    void timesAreTakenUpToAnHourAhead(String ts, boolean taken) {
        Parsed<RawPost> parsed =
                parse("{\"source\":\"tweet\",\"id\":\"1\",\"ts\":\"%s\",\"text\":\"x\"}".formatted(ts));

        assertThat(parsed instanceof Parsed.Accepted).isEqualTo(taken);
    }

    @Test
    void blankLinesAreNothing() {
        assertThat(parse("")).isInstanceOf(Parsed.Nothing.class);
        assertThat(parse("  \t")).isInstanceOf(Parsed.Nothing.class);
    }

    @Test
    void oddTextIsTakenAsItIsAndSurvivesTheWire() {
        Serde<RawPost> serde = WireSerdes.over(new InMemorySchemaRegistry()).of(RawPost.class);
        String line = "{\"source\":\"tweet\",\"id\":\"1\",\"ts\":\"2025-07-20T00:00:00Z\",\"text\":\"%s\"}";

        RawPost odd = accepted(line.formatted("a\\u0000b\\ud83dc")).value();
        RawPost large = accepted(line.formatted("x".repeat(3 << 20))).value();

        assertThat(odd.getText()).isEqualTo("a\u0000b\ud83dc");
        assertThat(roundTrip(serde, odd).getText()).isEqualTo("a\u0000b?c");
        assertThat(roundTrip(serde, large)).isEqualTo(large);
    }

    @Test
    void aRecordThatWouldNotFitItsTopicIsRejected() {
        String line = "{\"source\":\"tweet\",\"id\":\"1\",\"ts\":\"2025-07-20T00:00:00Z\",\"text\":\"%s\"}";

        assertThat(rejected(line.formatted("x".repeat(4 << 20))).reason()).isEqualTo(RejectReason.TOO_LARGE);
        assertThat(rejected(line.formatted("€".repeat((4 << 20) / 3 + 1))).reason())
                .isEqualTo(RejectReason.TOO_LARGE);
        // Escapes take six bytes on the line and one in the record.
        assertThat(parse(line.formatted("\\u0041".repeat(3 << 20)))).isInstanceOf(Parsed.Accepted.class);
    }

    @Test
    void brokenUtf8IsMalformed() {
        byte[] line = "{\"source\":\"tweet\",\"id\":\"1\",\"text\":\"x\"}".getBytes(StandardCharsets.ISO_8859_1);
        line[line.length - 3] = (byte) 0xff;

        assertThat(lines.parse(line, 0, line.length))
                .isInstanceOfSatisfying(
                        Parsed.Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(RejectReason.MALFORMED));
    }

    @Test
    void randomBytesNeverThrow() {
        SplittableRandom random = new SplittableRandom(42);
        byte[] valid =
                "{\"source\":\"tweet\",\"id\":\"1\",\"ts\":\"2025-07-20T00:00:00Z\",\"text\":\"x\",\"metrics\":{\"likes\":1}}"
                        .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] line = valid.clone();
            for (int j = random.nextInt(1, 5); j > 0; j--) {
                line[random.nextInt(line.length)] = (byte) random.nextInt();
            }

            assertThat(lines.parse(line, 0, line.length)).isNotNull();
        }
    }

    private static RawPost roundTrip(Serde<RawPost> serde, RawPost post) {
        return serde.deserializer().deserialize("t", serde.serializer().serialize("t", post));
    }

    private TapeRecord<RawPost> accepted(String line) {
        Parsed<RawPost> parsed = parse(line);
        assertThat(parsed).isInstanceOf(Parsed.Accepted.class);
        return ((Parsed.Accepted<RawPost>) parsed).record();
    }

    private Parsed.Rejected<RawPost> rejected(String line) {
        Parsed<RawPost> parsed = parse(line);
        assertThat(parsed).isInstanceOf(Parsed.Rejected.class);
        return (Parsed.Rejected<RawPost>) parsed;
    }

    private Parsed<RawPost> parse(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return lines.parse(bytes, 0, bytes.length);
    }
}
