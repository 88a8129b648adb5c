package io.tokentape.standalone.up;

import static io.tokentape.standalone.up.UpClient.PATIENCE;
import static io.tokentape.standalone.up.UpClient.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tokentape.schemas.avro.FlowAccount;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.schemas.avro.RawPost;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.standalone.doctor.DoctorCommand;
import io.tokentape.topology.text.CleanText;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.PostId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Whatever lies in a topic: nothing stops, each record is accounted for with its reason, and what is good arrives. */
class BadInputTest {
    private static final long AT = Instant.parse("2024-03-01T12:00:00Z").toEpochMilli();
    private static final long IN_2100 = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();
    private static final String BITCOIN = "bitcoin:native";
    private static final String GOOD = "$BTC to the moon";
    /** What a batch of one record takes beside the record's value. */
    private static final int OVERHEAD = 256;

    @TempDir
    static Path dir;

    private static UpProcess up;
    private static UpClient client;

    @BeforeAll
    static void start() throws Exception {
        up = UpProcess.start(dir.resolve("data"), dir.resolve("err"));
        client = UpClient.of(up);
    }

    @AfterAll
    static void stop() throws IOException {
        up.close();
    }

    /** What must become of a record: exactly one of these is set. */
    private record Fate(String deadLettered, String filtered, List<String> cuts) {
        static Fate dead(String reason) {
            return new Fate(reason, null, null);
        }

        static Fate filtered(String reason) {
            return new Fate(null, reason, null);
        }

        static Fate putOut(String... cuts) {
            return new Fate(null, null, List.of(cuts));
        }
    }

    private record Sent(String what, ProducerRecord<byte[], byte[]> record, String id, Fate fate) {}

    private final List<Sent> sent = new ArrayList<>();

    @Test
    void accountsForEveryRawRecordAndGoesOn() throws Exception {
        try (LiveClient live = new LiveClient(client.url())) {
            live.send("{\"type\":\"init\",\"data\":{}}");
            live.next("welcome");
            for (Topic<RawPost> topic : TOPICS.raw()) {
                bytesThatAreNoPosts(topic);
            }
            postsThatAreHardToTake();
            states();
            post("good", tweet("good", GOOD), Fate.putOut());
            List<RecordMetadata> places =
                    client.send(sent.stream().map(Sent::record).toList());

            String good = id("good");
            JsonNode item = client.awaitItem(good);
            assertThat(item.path("text").asText()).isEqualTo(GOOD);
            assertThat(live.next(frame -> frame.path("data").path("id").asText().equals(good))
                            .path("data"))
                    .isEqualTo(item);
            client.awaitBooked();
            client.awaitStatesStored();

            assertEachHasItsFate(places);
            assertBooksHoldAll();
            assertWhoeverLooksFindsThemWhole();
            JsonNode bitcoin = client.rest("/api/v1/intelligence/token/info?network=bitcoin&address=native");
            assertThat(bitcoin.toString()).contains("\"priceUsd\":64000");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(client.total())
                            .isEqualTo(client.intelligence().size()));
        }
        assertThatThrownBy(() -> client.send(
                        List.of(UpClient.record(TOPICS.rawTweets, "k", new byte[Topics.LARGE_RECORD_BYTES], AT))))
                .hasCauseInstanceOf(RecordTooLargeException.class);
        assertThat(client.get("/health").statusCode()).isEqualTo(200);
    }

    private void assertWhoeverLooksFindsThemWhole() throws Exception {
        int dead = client.read(TOPICS.dlq).size();
        StringWriter said = new StringWriter();
        new CommandLine(new DoctorCommand())
                .setOut(new PrintWriter(said))
                .execute("--bootstrap-servers=" + client.bootstrapServers(), "--registry-url=" + client.registry());
        assertThat(said.toString().lines())
                .anyMatch(line -> line.matches("ok +books +.* close, " + dead + " dead letters among them"));

        List<String> residuals = client.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("tokentape_books_residual{"))
                .toList();
        assertThat(residuals).isNotEmpty().allMatch(line -> line.endsWith(" 0.0"));
    }

    private void bytesThatAreNoPosts(Topic<RawPost> topic) {
        byte[] whole = client.encoded(topic, tweet("whole", GOOD));
        byte[] state = client.encoded(TOPICS.tokenState, bitcoin(1));
        byte[] wrongId = whole.clone();
        wrongId[1] = 0x7f;
        byte[] noise = new byte[1_000];
        new Random(5).nextBytes(noise);
        Fate undecodable = Fate.dead("undecodable");
        send("no wire format", topic, "k", "junk".getBytes(StandardCharsets.UTF_8), AT, undecodable);
        send("nothing", topic, "k", new byte[0], AT, undecodable);
        send("a header alone", topic, "k", Arrays.copyOf(whole, 5), AT, undecodable);
        send("noise", topic, "k", noise, AT, undecodable);
        send("a post cut short", topic, "k", Arrays.copyOf(whole, whole.length - 3), AT, undecodable);
        send("a post and more", topic, "k", Arrays.copyOf(whole, whole.length + 3), AT, undecodable);
        send("a schema that is not there", topic, "k", wrongId, AT, undecodable);
        send("another type's record", topic, "k", state, AT, undecodable);
        send("a large record of zeros", topic, "k", new byte[Topics.LARGE_RECORD_BYTES - OVERHEAD], AT, undecodable);
        send("no key", topic, null, whole, AT, Fate.dead("null_key"));
        send("no value", topic, "k", null, AT, Fate.dead("null_value"));
        send("a post of 1970", topic, "k", whole, 0, Fate.dead("timestamp"));
        send("a post of 2100", topic, "k", whole, IN_2100, Fate.dead("timestamp"));
        RawPost unnamed = tweet("", GOOD);
        send("a post without an id", topic, "k", client.encoded(topic, unnamed), AT, Fate.dead("no_id"));
        RawPost unknown = tweet("unknown", GOOD);
        unknown.setSource(PostSource.UNKNOWN);
        send("a post of no source", topic, "k", client.encoded(topic, unknown), AT, Fate.dead("no_source"));
    }

    private void postsThatAreHardToTake() {
        post("empty", tweet("empty", ""), Fate.filtered("empty"));
        post("blank", tweet("blank", " \t\n"), Fate.filtered("empty"));
        post("irrelevant", tweet("irrelevant", "good morning"), Fate.filtered("irrelevant"));
        post("3 MB", tweet("long", GOOD + " x".repeat(1_500_000)), Fate.putOut("text_length"));
        String filler = "y".repeat(Topics.LARGE_RECORD_BYTES - OVERHEAD - 1_000);
        post("4 MiB", tweet("largest", GOOD + ' ' + filler), Fate.putOut("text_length"));
        post("10,000 times the same", tweet("same", "$BTC ".repeat(10_000)), Fate.putOut());
        post("10,000 mentions", tweet("mentions", cashtags(10_000)), Fate.putOut("mentions"));
        post("control characters", tweet("control", GOOD + "\u0001\u0007\u001b[31m\u007f\u202e\ufeff"), Fate.putOut());
        post("U+0000 in the text", tweet("nul-text", GOOD + '\0'), Fate.putOut("nul"));
        post("U+0000 in the title", with("nul-title", post -> post.setTitle("\0")), Fate.putOut("nul"));
        post("U+0000 in the author", with("nul-author", post -> post.setAuthor("a\0")), Fate.putOut("nul"));
        post("U+0000 in its name", with("nul-name", post -> post.setAuthorName("a\0")), Fate.putOut("nul"));
        post("U+0000 in the channel", with("nul-channel", post -> post.setChannel("\0")), Fate.putOut("nul"));
        post("U+0000 in its name", with("nul-its-name", post -> post.setChannelName("\0")), Fate.putOut("nul"));
        post("U+0000 in the address", with("nul-url", post -> post.setUrl("x\0")), Fate.putOut("nul"));
        post("U+0000 in the id", tweet("nul\0id", GOOD), Fate.putOut("nul"));
        post("a long author", with("author", post -> post.setAuthor("a".repeat(3 << 20))), Fate.putOut("text_length"));
        post("a long id", tweet("i".repeat(3 << 20), GOOD), Fate.dead("long_id"));
        // No encoder of Java writes these bytes: the halves of a surrogate pair, each in three bytes.
        post("a lone surrogate", tweet("surrogate", GOOD + " HHH"), Fate.putOut("unreadable"), bytes("eda080"));
        post("a torn pair", tweet("torn", GOOD + " HHHLLL"), Fate.putOut("unreadable"), bytes("eda0bdedb880"));
        post("no UTF-8", tweet("latin", GOOD + " HHH"), Fate.putOut("unreadable"), bytes("e9ff80"));
        post("the same again", tweet("nul-text", "$BTC"), Fate.filtered("repeat"));
    }

    private void states() {
        Topic<TokenState> topic = TOPICS.tokenState;
        byte[] first = client.encoded(topic, bitcoin(1));
        send("a state", topic, BITCOIN, client.encoded(topic, bitcoin(64_000)), AT, null);
        send("a state under another key", topic, "solana:native", first, AT, Fate.dead("wrong_key"));
        send("a state without key", topic, null, first, AT, Fate.dead("null_key"));
        send("no state", topic, BITCOIN, null, AT, Fate.dead("null_value"));
        send("a state of 1970", topic, BITCOIN, first, 0, Fate.dead("timestamp"));
        send("a state of 2100", topic, BITCOIN, first, IN_2100, Fate.dead("timestamp"));
        send("junk for a state", topic, BITCOIN, new byte[] {1}, AT + 1, Fate.dead("undecodable"));
        byte[] wrongId = first.clone();
        wrongId[1] = 0x7f;
        send("a state of no schema", topic, BITCOIN, wrongId, AT + 1, Fate.dead("undecodable"));
        byte[] post = client.encoded(TOPICS.rawTweets, tweet("state", GOOD));
        send("a post for a state", topic, BITCOIN, post, AT + 1, Fate.dead("undecodable"));
        // Between those of the asset before the zero byte, if the store took it as it is.
        String between = BITCOIN + "\0\0\0\0\0\0\0\1";
        TokenState hidden = bitcoin(2);
        hidden.setAsset(between);
        send("a state of no asset", topic, between, client.encoded(topic, hidden), AT, Fate.dead("bad_asset"));
    }

    private void assertEachHasItsFate(List<RecordMetadata> places) {
        Map<String, ConsumerRecord<String, byte[]>> dead = new HashMap<>();
        for (ConsumerRecord<String, byte[]> letter : client.read(TOPICS.dlq)) {
            String origin = header(letter, "__streams.errors.topic")
                    + '-'
                    + header(letter, "__streams.errors.partition")
                    + '@'
                    + header(letter, "__streams.errors.offset");
            boolean again = dead.put(origin, letter) != null;
            // States are read by several topologies, each of which puts aside what it cannot read.
            assertThat(again && !origin.startsWith(TOPICS.tokenState.name()))
                    .as(origin)
                    .isFalse();
        }
        Map<String, Intelligence> found = client.intelligence();
        SoftAssertions softly = new SoftAssertions();
        for (int i = 0; i < sent.size(); i++) {
            Sent one = sent.get(i);
            assertFate(one, dead.remove(places.get(i).toString()), found.get(one.id()), softly);
        }
        softly.assertAll();
        assertThat(dead).isEmpty();
        assertThat(found.keySet())
                .containsExactlyInAnyOrderElementsOf(sent.stream()
                        .filter(one -> one.fate() != null && one.fate().cuts() != null)
                        .map(Sent::id)
                        .toList());
    }

    /**
     * @param letter null = none was found
     * @param intelligence null = none was found
     */
    private static void assertFate(
            Sent one, ConsumerRecord<String, byte[]> letter, Intelligence intelligence, SoftAssertions softly) {
        String what = one.record().topic() + ": " + one.what();
        Fate fate = one.fate();
        if (fate == null || fate.deadLettered() == null) {
            softly.assertThat(letter).as(what).isNull();
        } else if (letter == null) {
            softly.fail(what + " is not among the dead letters");
        } else {
            softly.assertThat(letter.value()).as(what).isEqualTo(one.record().value());
            softly.assertThat(header(letter, "__streams.errors.message"))
                    .as(what)
                    .contains(fate.deadLettered());
        }
        if (fate != null && fate.cuts() != null && intelligence != null) {
            softly.assertThat(intelligence.getCuts()).as(what).isEqualTo(fate.cuts());
            softly.assertThat(intelligence.getText().length()).as(what).isLessThanOrEqualTo(CleanText.MAX_BYTES);
            softly.assertThat(intelligence.toString()).as(what).doesNotContain("\\u0000", "\0");
        }
    }

    private void assertBooksHoldAll() {
        client.assertBooksClose();
        for (Topic<?> topic : List.<Topic<?>>of(
                TOPICS.rawTweets, TOPICS.rawNews, TOPICS.rawTelegram, TOPICS.rawReddit, TOPICS.tokenState)) {
            Map<String, Long> expected = new TreeMap<>();
            for (Sent one : sent) {
                if (one.record().topic().equals(topic.name())) {
                    Fate fate = one.fate();
                    String outcome = fate == null || fate.cuts() != null
                            ? "put out"
                            : fate.filtered() != null ? fate.filtered() : fate.deadLettered();
                    expected.merge(outcome, 1L, Long::sum);
                }
            }
            Map<String, Long> booked = new TreeMap<>();
            for (FlowAccount account : client.booksOf(topic)) {
                if (account.getPutOut() > 0) {
                    booked.merge("put out", account.getPutOut(), Long::sum);
                }
                account.getFiltered().forEach((reason, count) -> booked.merge(reason, count, Long::sum));
                account.getDeadLettered().forEach((reason, count) -> booked.merge(reason, count, Long::sum));
            }
            assertThat(booked).as(topic.name()).isEqualTo(expected);
        }
    }

    private void send(String what, Topic<?> topic, String key, byte[] value, long timestamp, Fate fate) {
        sent.add(new Sent(what, UpClient.record(topic, key, value, timestamp), null, fate));
    }

    private void post(String what, RawPost post, Fate fate) {
        post(what, post, fate, new byte[0]);
    }

    /** @param torn takes the place of as many bytes from the HHH of the text on */
    private void post(String what, RawPost post, Fate fate, byte[] torn) {
        byte[] value = client.encoded(TOPICS.rawTweets, post);
        if (torn.length > 0) {
            int at = new String(value, StandardCharsets.ISO_8859_1).indexOf("HHH");
            System.arraycopy(torn, 0, value, at, torn.length);
        }
        sent.add(new Sent(what, UpClient.record(TOPICS.rawTweets, "sayer", value, AT + 5_000), id(post.getId()), fate));
    }

    /** All different: four letters each. */
    private static String cashtags(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            int rest = i;
            text.append(" $");
            for (int letter = 0; letter < 4; letter++) {
                text.append((char) ('A' + rest % 26));
                rest /= 26;
            }
        }
        return text.toString();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String id(String postId) {
        return PostId.of(Post.Source.TWEET, postId, 1);
    }

    private static RawPost tweet(String id, String text) {
        return RawPost.newBuilder()
                .setSource(PostSource.TWEET)
                .setId(id)
                .setAuthor("sayer")
                .setText(text)
                .build();
    }

    private static RawPost with(String id, java.util.function.Consumer<RawPost> change) {
        RawPost post = tweet(id, GOOD);
        change.accept(post);
        return post;
    }

    private static TokenState bitcoin(double priceUsd) {
        return TokenState.newBuilder()
                .setAsset(BITCOIN)
                .setProvider("test")
                .setObservedAt(AT)
                .setPriceUsd(priceUsd)
                .build();
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
