package io.tokentape.topology.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.schemas.avro.CallEvent;
import io.tokentape.schemas.avro.CallNews;
import io.tokentape.schemas.avro.CallReason;
import io.tokentape.schemas.avro.EventType;
import io.tokentape.schemas.avro.FlowAccount;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.Lineage;
import io.tokentape.schemas.avro.Market;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.schemas.avro.RawPost;
import io.tokentape.schemas.avro.SentimentLabel;
import io.tokentape.schemas.avro.Side;
import io.tokentape.schemas.avro.Signal;
import io.tokentape.schemas.avro.SignalKind;
import io.tokentape.topology.analysis.Analysis;
import io.tokentape.topology.analysis.PostAnalyzer;
import io.tokentape.topology.analysis.ReferenceData;
import io.tokentape.topology.event.Event;
import io.tokentape.topology.sentiment.Sentiment;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.PostId;
import io.tokentape.topology.text.TextPrint;
import io.tokentape.topology.text.Words;
import io.tokentape.topology.value.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Updates are tied to the calls of their channel. */
class CallsOfAChannelTest {
    private static final Instant AT = Instant.parse("2025-06-01T12:00:00Z");

    @TempDir
    private Path stateDir;

    private TapeDriver tape;

    @BeforeEach
    void start() {
        tape = TapeDriver.start(stateDir, new PlainCalls(), ReferenceData.shipped());
    }

    @AfterEach
    void close() {
        tape.close();
    }

    @Test
    void anUpdateNamesTheCallOfItsInstrument() {
        tape.post(post("1", "CALL AA"), AT);
        tape.post(post("2", "CALL BB"), AT.plusSeconds(60));
        tape.post(post("3", "HIT AA"), AT.plusSeconds(120));

        assertThat(tape.intelligence())
                .containsExactly(
                        record(call("1", "AA", 0), AT),
                        record(call("2", "BB", 1), AT.plusSeconds(60)),
                        record(update("3", "AA", 2, id("1"), CallReason.ASSET), AT.plusSeconds(120)));
        assertThat(tape.deadLetters()).isEmpty();
    }

    @Test
    void anAnswerBelongsToWhatItAnswersAndAnUnnamedUpdateToTheLatestOpenCall() {
        tape.post(post("1", "CALL AA"), AT);
        tape.post(post("2", "CALL BB"), AT.plusSeconds(60));
        RawPost answer = post("3", "HIT");
        answer.setReplyTo("1");
        tape.post(answer, AT.plusSeconds(120));
        tape.post(post("4", "STOPPED"), AT.plusSeconds(180));
        tape.post(post("5", "HIT"), AT.plusSeconds(240));
        tape.post(post("6", "HIT CC"), AT.plusSeconds(300));

        assertThat(links())
                .isEqualTo(Map.of("3", "REPLY " + id("1"), "4", "LATEST " + id("2"), "5", "LATEST " + id("1")));
    }

    @Test
    void aCallThatIsNotYetSettledIsNotKnown() {
        tape.post(post("1", "CALL AA"), AT);
        tape.post(post("2", "HIT AA"), AT.plusMillis(1_000));
        tape.post(post("3", "HIT AA"), AT.plusMillis(1_001));

        assertThat(links()).isEqualTo(Map.of("3", "ASSET " + id("1")));
    }

    @Test
    void channelsAndSourcesAreApart() {
        tape.post(post("1", "CALL AA"), AT);
        RawPost tweet = post("2", "HIT AA");
        tweet.setSource(PostSource.TWEET);
        tape.post(tweet, AT.plusSeconds(60));
        RawPost elsewhere = post("3", "HIT AA");
        tape.bytes(
                TapeDriver.TOPICS.rawTelegram,
                "another",
                tape.encode(TapeDriver.TOPICS.rawTelegram, RawPost.class, elsewhere),
                AT.plusSeconds(60).toEpochMilli());

        assertThat(links()).isEmpty();
    }

    @Test
    void repeatsChangeNothingAndAnEditedCallKeepsItsFirstId() {
        tape.post(post("1", "CALL AA"), AT);
        tape.post(post("1", "CALL AA"), AT.plusSeconds(30));
        RawPost edit = post("1", "CALL AA");
        edit.setRevision(2);
        tape.post(edit, AT.plusSeconds(60));
        tape.post(post("2", "HIT AA"), AT.plusSeconds(120));
        tape.post(post("2", "HIT AA"), AT.plusSeconds(180));

        assertThat(links()).isEqualTo(Map.of("2", "ASSET " + id("1")));
        FlowAccount account = tape.accounts().values().iterator().next();
        assertThat(account.getRead()).isEqualTo(5);
        assertThat(account.getPutOut()).isEqualTo(3);
        assertThat(account.getFiltered()).isEqualTo(Map.of("repeat", 2L));
    }

    /** What comes late is put where its time says. */
    @Test
    void callsMayComeInAnyOrder() {
        Random random = new Random(5);
        List<Integer> minutes = new ArrayList<>(List.of(0, 10, 20, 30, 40));
        Collections.shuffle(minutes, random);
        minutes.forEach(minute -> tape.post(post("c" + minute, "CALL AA"), AT.plus(Duration.ofMinutes(minute))));
        for (int minute : List.of(45, 5, 35, 15, 25)) {
            tape.post(post("u" + minute, "HIT AA"), AT.plus(Duration.ofMinutes(minute)));
        }

        assertThat(links())
                .isEqualTo(Map.of(
                        "u5", "ASSET " + id("c0"),
                        "u15", "ASSET " + id("c10"),
                        "u25", "ASSET " + id("c20"),
                        "u35", "ASSET " + id("c30"),
                        "u45", "ASSET " + id("c40")));
    }

    /** Two calls are open; what the first revision of "closed" ended is all that it ends. */
    @Test
    void anEditOrADeleteOfAnUpdateStaysWithItsCall() {
        for (String closed : List.of("STOPPED", "STOPPED AA")) {
            for (boolean deleted : List.of(false, true)) {
                String name = closed.replace(' ', '-') + deleted;
                tape.post(post(name + "1", "CALL AA"), AT, name);
                tape.post(post(name + "2", "CALL AA"), AT.plusSeconds(60), name);
                tape.post(post(name + "3", closed), AT.plusSeconds(120), name);
                RawPost again = post(name + "3", closed);
                again.setRevision(2);
                again.setDeleted(deleted);
                tape.post(again, AT.plusSeconds(180), name);
                tape.post(post(name + "4", "HIT"), AT.plusSeconds(240), name);

                assertThat(allLinks())
                        .as(name)
                        .containsExactly(
                                name + "3/1 " + id(name + "2"),
                                name + "3/2 " + id(name + "2"),
                                name + "4/1 " + id(name + "1"));
            }
        }
    }

    @Test
    void anEditThatEndsACallEndsIt() {
        tape.post(post("1", "CALL AA"), AT);
        tape.post(post("2", "CALL AA"), AT.plusSeconds(60));
        tape.post(post("3", "HIT"), AT.plusSeconds(120));
        tape.post(edit("3", "STOPPED"), AT.plusSeconds(180));
        tape.post(post("4", "HIT"), AT.plusSeconds(240));

        assertThat(allLinks()).containsExactly("3/1 " + id("2"), "3/2 " + id("2"), "4/1 " + id("1"));
    }

    /** What came between an untied update and its edit is not what it was about. */
    @Test
    void anEditSeesWhatItsFirstRevisionSaw() {
        tape.post(post("1", "CALL AA"), AT);
        tape.post(post("2", "HIT BB"), AT.plusSeconds(60));
        tape.post(post("3", "CALL CC"), AT.plusSeconds(120));
        tape.post(edit("2", "HIT"), AT.plusSeconds(180));

        assertThat(allLinks()).containsExactly("2/2 " + id("1"));
    }

    @Test
    void anEditOfAnOldCallIsNoNewOne() {
        tape.post(post("old", "CALL AA"), AT);
        for (int i = 0; i < 600; i++) {
            tape.post(post("c" + i, "CALL BB"), AT.plusSeconds(60 + i));
        }
        tape.post(edit("old", "CALL AA"), AT.plusSeconds(1_000));
        tape.post(post("u1", "HIT"), AT.plusSeconds(1_100));
        RawPost answer = post("u2", "HIT");
        answer.setReplyTo("old");
        tape.post(answer, AT.plusSeconds(1_200));

        assertThat(links()).isEqualTo(Map.of("u1", "LATEST " + id("c599"), "u2", "REPLY " + id("old")));
    }

    @Test
    void aCallThatIsEditedIntoNewsOfItselfBelongsToItself() {
        tape.post(post("1", "CALL AA"), AT);
        tape.post(post("2", "CALL AA"), AT.plusSeconds(60));
        tape.post(edit("1", "HIT AA"), AT.plusSeconds(120));

        assertThat(links()).isEqualTo(Map.of("1", "ASSET " + id("1")));
    }

    @Test
    void anAnswerToAnUpdateBelongsToItsCallAndOneToTheUnknownIsNotGuessed() {
        tape.post(post("1", "CALL AA"), AT);
        tape.post(post("2", "CALL BB"), AT.plusSeconds(60));
        tape.post(answer("3", "HIT", "1"), AT.plusSeconds(120));
        tape.post(answer("4", "HIT", "3"), AT.plusSeconds(180));
        tape.post(answer("5", "HIT", "4"), AT.plusSeconds(240));
        tape.post(answer("6", "HIT", "unknown"), AT.plusSeconds(300));
        tape.post(answer("7", "HIT BB", "unknown"), AT.plusSeconds(360));
        tape.post(answer("8", "HIT CC", "unknown"), AT.plusSeconds(420));

        assertThat(links())
                .isEqualTo(Map.of(
                        "3", "REPLY " + id("1"),
                        "4", "REPLY " + id("1"),
                        "5", "REPLY " + id("1"),
                        "7", "ASSET " + id("2")));
    }

    @Test
    void oldCallsMayBeReadAfterManyNewOnes() {
        for (int i = 0; i < 600; i++) {
            tape.post(post("new" + i, "CALL AA"), AT.plusSeconds(i));
        }
        Instant longAgo = Instant.parse("2017-12-01T00:00:00Z");
        tape.post(post("1", "CALL AA"), longAgo);
        tape.post(post("2", "HIT AA"), longAgo.plusSeconds(3_600));
        tape.post(post("3", "HIT"), AT.plusSeconds(3_600));

        assertThat(links()).isEqualTo(Map.of("2", "ASSET " + id("1"), "3", "LATEST " + id("new599")));
    }

    @Test
    void saysWhenNotAllCallsWereLookedAt() {
        tape.post(post("old", "CALL AA"), AT);
        for (int i = 0; i < 600; i++) {
            tape.post(post("c" + i, "CALL BB"), AT.plusSeconds(60 + i));
        }
        tape.post(post("u", "HIT AA"), AT.plusSeconds(1_000));

        assertThat(links()).isEmpty();
        assertThat(tape.accounts().values().iterator().next().getNoted()).isEqualTo(Map.of("cut_calls", 1L));
    }

    /** Sayers whose names begin alike are apart. */
    @Test
    void aSayerIsNotAnotherWhoseNameBeginsWithIts() {
        tape.post(post("1", "CALL AA"), AT, "a");
        tape.post(post("2", "HIT"), AT.plusSeconds(60), "ab");

        assertThat(links()).isEmpty();
    }

    /** Whatever comes within {@code settle}, in whatever order, is tied alike. */
    @Test
    void theOrderWithinSettleDoesNotMatter() {
        Random random = new Random(11);
        for (int round = 0; round < 30; round++) {
            List<Said> said = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String base = random.nextInt(3) == 0 ? "" : random.nextBoolean() ? " AA" : " BB";
                String text = random.nextInt(3) == 0
                        ? "CALL" + (base.isEmpty() ? " AA" : base)
                        : (random.nextInt(3) == 0 ? "STOPPED" : "HIT") + base;
                String replyTo = random.nextInt(4) == 0 ? String.valueOf(random.nextInt(40)) : null;
                said.add(new Said(String.valueOf(i), text, replyTo, random.nextInt(20_000)));
            }
            said.sort(Comparator.comparingLong(Said::millis));
            List<String> inOrder = ties(said, "r" + round);
            List<Said> mixed = new ArrayList<>(said);
            Map<Said, Long> arrival = new HashMap<>();
            mixed.forEach(one -> arrival.put(one, one.millis() + random.nextInt(1_000)));
            mixed.sort(Comparator.comparingLong(arrival::get));

            assertThat(ties(mixed, "m" + round)).isEqualTo(inOrder);
            assertThat(inOrder).isNotEmpty();
        }
    }

    private record Said(String id, String text, String replyTo, long millis) {}

    private List<String> ties(List<Said> said, String sayer) {
        for (Said one : said) {
            String replyTo = one.replyTo() == null ? null : sayer + one.replyTo();
            tape.post(answer(sayer + one.id(), one.text(), replyTo), AT.plusMillis(one.millis()), sayer);
        }
        List<String> ties = new ArrayList<>();
        for (Map.Entry<String, String> link : links().entrySet()) {
            String tie = link.getKey() + " " + link.getValue();
            for (Said one : said) {
                tie = tie.replace(id(sayer + one.id()), "to " + one.id());
            }
            ties.add(tie.replace(sayer, ""));
        }
        return ties;
    }

    private List<String> allLinks() {
        List<String> links = new ArrayList<>();
        for (TestRecord<String, Intelligence> found : tape.intelligence()) {
            Intelligence value = found.value();
            if (value.getSignal().getCall() != null) {
                links.add(value.getPostId() + "/" + value.getRevision() + " "
                        + value.getSignal().getCall());
            }
        }
        return links;
    }

    private static RawPost edit(String id, String text) {
        RawPost edit = post(id, text);
        edit.setRevision(2);
        return edit;
    }

    private static RawPost answer(String id, String text, String replyTo) {
        RawPost answer = post(id, text);
        answer.setReplyTo(replyTo);
        return answer;
    }

    private Map<String, String> links() {
        Map<String, String> links = new TreeMap<>();
        for (TestRecord<String, Intelligence> found : tape.intelligence()) {
            Signal signal = found.value().getSignal();
            if (signal.getCall() != null) {
                links.put(found.value().getPostId(), signal.getCallReason() + " " + signal.getCall());
            }
        }
        return links;
    }

    private static String id(String postId) {
        return PostId.of(Post.Source.TELEGRAM, postId, 1);
    }

    private static RawPost post(String id, String text) {
        return RawPost.newBuilder()
                .setSource(PostSource.TELEGRAM)
                .setId(id)
                .setChannel("sayer")
                .setText(text)
                .build();
    }

    private static Intelligence call(String postId, String base, long offset) {
        return intelligence(
                postId,
                "CALL " + base,
                offset,
                Signal.newBuilder()
                        .setKind(SignalKind.SIGNAL)
                        .setMarket(Market.CRYPTO)
                        .setBase(base)
                        .setSide(Side.LONG)
                        .build());
    }

    private static Intelligence update(String postId, String base, long offset, String call, CallReason reason) {
        return intelligence(
                postId,
                "HIT " + base,
                offset,
                Signal.newBuilder()
                        .setKind(SignalKind.UPDATE)
                        .setMarket(Market.CRYPTO)
                        .setBase(base)
                        .setNews(new CallNews(CallEvent.TARGET_HIT, 1, null))
                        .setCall(call)
                        .setCallReason(reason)
                        .build());
    }

    private static Intelligence intelligence(String postId, String text, long offset, Signal signal) {
        return Intelligence.newBuilder()
                .setId(id(postId))
                .setType(PostSource.TELEGRAM)
                .setSubtype(EventType.TRADE_SIGNAL)
                .setPostId(postId)
                .setRevision(1)
                .setChannel("sayer")
                .setText(text)
                .setSentiment(new io.tokentape.schemas.avro.Sentiment(SentimentLabel.NEUTRAL, 0.0, 0.5))
                .setEvent(new io.tokentape.schemas.avro.Event(EventType.TRADE_SIGNAL, 0.5))
                .setValue(new io.tokentape.schemas.avro.Value(0.0, false, List.of()))
                .setSignal(signal)
                .setTextPrint(TextPrint.of(null, Words.of(text)).bytes())
                .setLineage(new Lineage(
                        TapeDriver.TOPICS.rawTelegram.name(), 0, offset, TapeDriver.VERSION, PlainCalls.VERSION))
                .build();
    }

    private static TestRecord<String, Intelligence> record(Intelligence value, Instant at) {
        return new TestRecord<>(value.getId(), value, at);
    }

    /** Reads "CALL base", "HIT base" and "STOPPED". */
    private static final class PlainCalls implements PostAnalyzer {
        static final String VERSION = "calls";

        @Override
        public Analysis analyze(Post post) {
            String[] said = post.text().split(" ");
            return new Analysis(
                    null,
                    List.of(),
                    new Sentiment(Sentiment.Label.NEUTRAL, 0, 0.5),
                    new Event(Event.Type.TRADE_SIGNAL, 0.5),
                    new Value(0, false, List.of()),
                    signal(said[0], said.length > 1 ? said[1] : null),
                    null,
                    List.of(),
                    List.of(),
                    null,
                    null,
                    TextPrint.of(null, Words.of(post.text())));
        }

        private static io.tokentape.topology.signal.Signal signal(String said, String base) {
            boolean call = said.equals("CALL");
            return new io.tokentape.topology.signal.Signal(
                    call
                            ? io.tokentape.topology.signal.Signal.Kind.SIGNAL
                            : io.tokentape.topology.signal.Signal.Kind.UPDATE,
                    io.tokentape.topology.signal.Signal.Market.CRYPTO,
                    base,
                    null,
                    call ? io.tokentape.topology.signal.Signal.Side.LONG : null,
                    List.of(),
                    List.of(),
                    List.of(),
                    null,
                    null,
                    null,
                    List.of(),
                    call ? null : news(said));
        }

        private static io.tokentape.topology.signal.CallNews news(String said) {
            return said.equals("HIT")
                    ? new io.tokentape.topology.signal.CallNews(
                            io.tokentape.topology.signal.CallNews.What.TARGET_HIT, 1, null)
                    : new io.tokentape.topology.signal.CallNews(
                            io.tokentape.topology.signal.CallNews.What.STOPPED, null, null);
        }

        @Override
        public String version() {
            return VERSION;
        }
    }
}
