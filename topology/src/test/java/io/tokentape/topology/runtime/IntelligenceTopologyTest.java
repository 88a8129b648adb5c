package io.tokentape.topology.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tokentape.schemas.avro.CanonicalPrice;
import io.tokentape.schemas.avro.CompanyRef;
import io.tokentape.schemas.avro.CompanySpan;
import io.tokentape.schemas.avro.EventType;
import io.tokentape.schemas.avro.FlowAccount;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.JoinedAsset;
import io.tokentape.schemas.avro.KeywordRule;
import io.tokentape.schemas.avro.Lineage;
import io.tokentape.schemas.avro.MentionKind;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.schemas.avro.RawPost;
import io.tokentape.schemas.avro.RuleKind;
import io.tokentape.schemas.avro.RuleRef;
import io.tokentape.schemas.avro.Safety;
import io.tokentape.schemas.avro.SafetyVerdict;
import io.tokentape.schemas.avro.SentimentLabel;
import io.tokentape.schemas.avro.SourcePost;
import io.tokentape.schemas.avro.StateField;
import io.tokentape.schemas.avro.StateOrigin;
import io.tokentape.schemas.avro.Story;
import io.tokentape.schemas.avro.TextPart;
import io.tokentape.schemas.avro.TokenRef;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.topology.account.FlowTotals;
import io.tokentape.topology.analysis.Analysis;
import io.tokentape.topology.analysis.PostAnalyzer;
import io.tokentape.topology.analysis.ReferenceData;
import io.tokentape.topology.analysis.StandardPostAnalyzer;
import io.tokentape.topology.event.Event;
import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.sentiment.Sentiment;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.PostId;
import io.tokentape.topology.text.TextPrint;
import io.tokentape.topology.text.Words;
import io.tokentape.topology.value.Value;
import io.tokentape.topology.watch.KeywordSpan;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntelligenceTopologyTest {
    private static final Instant AT = Instant.parse("2025-06-01T12:00:00Z");

    @TempDir
    private Path stateDir;

    private TapeDriver tape;

    @BeforeEach
    void start() {
        tape = TapeDriver.start(stateDir, new CashtagAnalyzer(), ReferenceData.shipped());
    }

    @AfterEach
    void close() {
        tape.close();
    }

    @Test
    void joinsTheStateKnownAtThePostsTime() {
        TokenState before = state("x:AA", 1.0);
        tape.state(before, AT.minusSeconds(60));
        tape.state(state("x:AA", 2.0), AT.plusSeconds(60));
        tape.post(tweet("1", "buy $AA now"), AT);

        Intelligence expected = intelligence("1", "buy $AA now", 0);
        expected.setMentions(List.of(mention("$AA", 4)));
        expected.setAssets(List.of(joined(before, ownStory("1", AT))));
        assertThat(tape.intelligence()).containsExactly(record(expected, AT));
        assertThat(tape.deadLetters()).isEmpty();
    }

    @Test
    void readsStateAsOfTheSettleTimeBeforeThePost() {
        tape.state(state("x:AA", 1.0), AT.minusMillis(1_000));
        tape.state(state("x:AA", 2.0), AT.minusMillis(999));
        tape.post(tweet("1", "$AA"), AT);

        JoinedAsset joined = tape.intelligence().get(0).value().getAssets().get(0);
        assertThat(joined.getState().getPriceUsd()).isEqualTo(1.0);
    }

    @Test
    void meetsTheStateOfItsTimeInWhateverOrderStatesCome() {
        Random random = new Random(7);
        List<Integer> minutes = new ArrayList<>(IntStream.range(0, 50).boxed().toList());
        Collections.shuffle(minutes, random);
        minutes.forEach(minute -> tape.state(state("x:AA", minute), AT.plus(Duration.ofMinutes(minute))));
        for (int i = 0; i < 100; i++) {
            int minute = random.nextInt(50);
            tape.post(tweet("p" + i, "$AA"), AT.plus(Duration.ofMinutes(minute)).plusSeconds(30));
            Intelligence found = tape.intelligence().get(0).value();
            assertThat(found.getAssets().get(0).getState().getPriceUsd()).isEqualTo(minute);
        }
    }

    @Test
    void saysThatNoStateIsKnown() {
        tape.post(tweet("1", "$AA"), AT);

        assertThat(tape.intelligence().get(0).value().getAssets())
                .containsExactly(withoutState("x:AA", ownStory("1", AT)));
    }

    @Test
    void bringsTheAssetsOfAPostBackTogetherInOrderOfMention() {
        TokenState state = state("x:CC", 3.0);
        tape.state(state, AT.minusSeconds(60));
        tape.post(tweet("1", "$BB $CC $BB $AA"), AT);

        Intelligence expected = intelligence("1", "$BB $CC $BB $AA", 0);
        expected.setMentions(List.of(mention("$BB", 0), mention("$CC", 4), mention("$BB", 8), mention("$AA", 12)));
        expected.setAssets(List.of(
                withoutState("x:BB", ownStory("1", AT)),
                joined(state, ownStory("1", AT)),
                withoutState("x:AA", ownStory("1", AT))));
        assertThat(tape.intelligence()).containsExactly(record(expected, AT));
    }

    @Test
    void putsOutARelevantPostWithoutAnAsset() {
        tape.post(tweet("1", "regulator speaks"), AT);

        Intelligence expected = intelligence("1", "regulator speaks", 0);
        expected.setKeywords(List.of(new io.tokentape.schemas.avro.Keyword("regulator", 1, TextPart.TEXT, 0, 9)));
        assertThat(tape.intelligence()).containsExactly(record(expected, AT));
    }

    @Test
    void filtersWhatIsIrrelevantOrEmpty() {
        tape.post(tweet("1", "good morning"), AT);
        tape.post(tweet("2", "  "), AT);

        assertThat(tape.intelligence()).isEmpty();
        assertThat(tape.irrelevant())
                .containsExactly(irrelevant("1", 0, false, false), irrelevant("2", 1, false, false));
        assertThat(onlyAccount().getFiltered()).isEqualTo(Map.of("irrelevant", 1L, "empty", 1L));
    }

    @Test
    void tellsOfEditsAndDeletesOfIrrelevantPostsButNotOfRepeats() {
        RawPost edit = tweet("1", "good night");
        edit.setRevision(2);
        tape.post(tweet("1", "good morning"), AT);
        tape.post(tweet("1", "good morning"), AT);
        tape.post(edit, AT);
        tape.post(deleted("1", 3), AT);

        assertThat(tape.irrelevant())
                .extracting(TestRecord::value)
                .extracting(SourcePost::getEdited, SourcePost::getDeleted)
                .containsExactly(tuple(false, false), tuple(true, false), tuple(false, true));
    }

    @Test
    void tellsTheStoryThatAPostRepeats() {
        tape.post(tweet("1", "$AA is listed on a new exchange and nobody has noticed it yet, look here"), AT);
        tape.post(
                tweet(
                        "2",
                        "\uD83D\uDE80 $AA is listed on a new exchange and nobody has noticed it yet, look here https://t.me/x"),
                AT.plusSeconds(30));
        RawPost edit = tweet("2", "$AA is listed on a new exchange and nobody has noticed it yet");
        edit.setRevision(2);
        tape.post(edit, AT.plusSeconds(90));
        tape.post(
                tweet("3", "$BB is listed on a new exchange and nobody has noticed it yet, look here"),
                AT.plusSeconds(99));

        String first = PostId.of(Post.Source.TWEET, "1", 1);
        assertThat(tape.intelligence())
                .extracting(found -> found.value().getAssets().get(0).getStory())
                .containsExactly(
                        ownStory("1", AT),
                        new Story(first, AT.toEpochMilli(), "tweet:sayer", 2, 1, 120.0),
                        new Story(first, AT.toEpochMilli(), "tweet:sayer", 2, 1, 80.0),
                        ownStory("3", AT.plusSeconds(99)));
    }

    @Test
    void dropsRepeatsOfARevisionHoweverLate() {
        tape.post(tweet("1", "$AA"), AT);
        tape.post(tweet("1", "$AA"), AT);
        tape.post(tweet("2", "$AA"), AT.plus(Duration.ofDays(25)));
        tape.post(tweet("1", "$AA"), AT);

        assertThat(tape.intelligence())
                .extracting(found -> found.value().getPostId())
                .containsExactly("1", "2");
    }

    @Test
    void knowsARepeatAgainAfterYears() {
        tape.post(tweet("1", "$AA"), AT.minus(Duration.ofDays(3_000)));
        tape.post(tweet("2", "$AA"), AT);
        tape.post(tweet("1", "$AA"), AT);

        assertThat(tape.intelligence())
                .extracting(found -> found.value().getPostId())
                .containsExactly("1", "2");
    }

    @Test
    void givesADeleteWithoutARevisionOfItsOwnTheNextOneOnce() {
        tape.post(tweet("1", "$AA"), AT);
        tape.post(deleted("1", 1), AT.plusSeconds(5));
        tape.post(deleted("1", 1), AT.plusSeconds(6));

        List<TestRecord<String, Intelligence>> found = tape.intelligence();
        assertThat(found).hasSize(2);
        assertThat(found.get(1).value().getId()).isEqualTo(PostId.of(Post.Source.TWEET, "1", 2));
        assertThat(found.get(1).value().getRetracts())
                .isEqualTo(found.get(0).value().getId());
    }

    @Test
    void tellsWhenAPostWasEditedToSayNothing() {
        tape.post(tweet("1", "$AA"), AT);
        RawPost edit = tweet("1", "");
        edit.setRevision(2);
        tape.post(edit, AT.plusSeconds(5));

        List<TestRecord<String, Intelligence>> found = tape.intelligence();
        assertThat(found).hasSize(2);
        assertThat(found.get(1).value().getRevises())
                .isEqualTo(found.get(0).value().getId());
        assertThat(found.get(1).value().getMentions()).isEmpty();
    }

    @Test
    void keepsBothObservationsOfOneMomentInWhateverOrderTheyCome() {
        TokenState first = state("x:AA", 1.0);
        TokenState second = state("x:AA", 2.0);
        second.setProvider("tested");
        tape.state(second, AT.minusSeconds(60));
        tape.state(first, AT.minusSeconds(60));
        tape.post(tweet("1", "$AA"), AT);

        JoinedAsset joined = tape.intelligence().get(0).value().getAssets().get(0);
        assertThat(joined.getState()).isEqualTo(second);
    }

    @Test
    void saysThatAStateIsNoLongerKept() {
        tape.state(state("x:AA", 1.0), AT.minus(Duration.ofDays(90)));
        tape.state(state("x:AA", 2.0), AT.minus(Duration.ofDays(60)));
        tape.state(state("x:AA", 3.0), AT);
        tape.post(tweet("1", "$AA"), AT.minus(Duration.ofDays(80)));
        tape.post(tweet("2", "$AA"), AT.minus(Duration.ofDays(45)));
        tape.post(tweet("3", "$BB"), AT.minus(Duration.ofDays(80)));

        List<JoinedAsset> joined = tape.intelligence().stream()
                .map(found -> found.value().getAssets().get(0))
                .toList();
        assertThat(joined).extracting(JoinedAsset::getReason).containsExactly("state_expired", null, "no_state");
        assertThat(joined.get(1).getState().getPriceUsd()).isEqualTo(2.0);
    }

    /** Law 3: what was put out before a cut does not depend on what comes after it. */
    @Test
    void isNotChangedByWhatComesLater() {
        List<Runnable> inputs = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < 120; i++) {
            Instant at = AT.plusSeconds(i * 10L);
            String id = "p" + random.nextInt(60);
            String text = List.of("$AA", "$BB $AA", "good morning", "regulator speaks")
                    .get(random.nextInt(4));
            int price = i;
            inputs.add(
                    random.nextInt(3) == 0
                            ? () -> tape.state(state("x:AA", price), at)
                            : random.nextInt(8) == 0
                                    ? () -> tape.post(deleted(id, 2), at)
                                    : () -> tape.post(tweet(id, text), at));
        }
        inputs.forEach(Runnable::run);
        List<TestRecord<String, Intelligence>> whole = tape.intelligence();
        assertThat(whole).isNotEmpty();
        for (int cut = 0; cut <= inputs.size(); cut += 15) {
            tape.close();
            tape = TapeDriver.start(stateDir.resolve("cut" + cut), new CashtagAnalyzer(), ReferenceData.shipped());
            inputs.subList(0, cut).forEach(Runnable::run);
            List<TestRecord<String, Intelligence>> before = tape.intelligence();
            assertThat(before).isEqualTo(whole.subList(0, before.size()));
        }
    }

    @Test
    void doesNotLetGoodStatesMakeUpForBadPosts() {
        tape.close();
        tape = TapeDriver.start(
                stateDir.resolve("strict"),
                new CashtagAnalyzer(),
                ReferenceData.shipped(),
                Map.of("TOKENTAPE_POISON_WINDOW", "10", "TOKENTAPE_POISON_SHARE", "0.5"));
        for (int i = 0; i < 5; i++) {
            tape.post(tweet("bad" + i, "crash the analyzer"), AT);
            for (int j = 0; j < 10; j++) {
                tape.state(state("x:AA", j), AT.plusSeconds(j));
            }
        }
        assertThatThrownBy(() -> tape.post(tweet("bad", "crash the analyzer"), AT))
                .isInstanceOf(StreamsException.class);
    }

    @Test
    void goesOnPastATokenThatCannotBeRead() {
        tape.bytes(TapeDriver.TOPICS.refTokens, "junk", new byte[] {1, 2, 3}, AT.toEpochMilli());
        tape.bytes(TapeDriver.TOPICS.refTokens, "null", null, AT.toEpochMilli());
        registersTokensAtRunTime();
    }

    @Test
    void givesAnEditItsOwnRecordThatNamesTheOneBefore() {
        tape.post(tweet("1", "$AA"), AT);
        RawPost edit = tweet("1", "$BB");
        edit.setRevision(2);
        tape.post(edit, AT.plusSeconds(5));

        List<TestRecord<String, Intelligence>> found = tape.intelligence();
        assertThat(found).hasSize(2);
        assertThat(found.get(1).value().getId()).isEqualTo(PostId.of(Post.Source.TWEET, "1", 2));
        assertThat(found.get(1).value().getRevises())
                .isEqualTo(found.get(0).value().getId());
        assertThat(found.get(1).value().getRetracted()).isFalse();
    }

    @Test
    void retractsWhatWasPutOut() {
        tape.post(tweet("1", "$AA"), AT);
        tape.post(deleted("1", 2), AT.plusSeconds(5));

        List<TestRecord<String, Intelligence>> found = tape.intelligence();
        assertThat(found).hasSize(2);
        Intelligence retraction = found.get(1).value();
        assertThat(retraction.getRetracted()).isTrue();
        assertThat(retraction.getRetracts()).isEqualTo(found.get(0).value().getId());
        assertThat(retraction.getId()).isEqualTo(PostId.of(Post.Source.TWEET, "1", 2));
    }

    @Test
    void retractsNothingWhereNothingWasPutOut() {
        tape.post(tweet("1", "good morning"), AT);
        tape.post(deleted("1", 2), AT.plusSeconds(5));

        assertThat(tape.intelligence()).isEmpty();
        assertThat(onlyAccount().getFiltered()).isEqualTo(Map.of("irrelevant", 2L));
    }

    @Test
    void putsPoisonAsideWithItsReasonAndGoesOn() {
        tape.bytes(TapeDriver.TOPICS.rawTweets, "k", "junk".getBytes(StandardCharsets.UTF_8), AT.toEpochMilli());
        tape.bytes(TapeDriver.TOPICS.rawTweets, "k", new byte[] {0, 0, 0, 0, 99, 1}, AT.toEpochMilli());
        tape.bytes(TapeDriver.TOPICS.rawTweets, null, encoded(tweet("1", "$AA")), AT.toEpochMilli());
        tape.bytes(TapeDriver.TOPICS.rawTweets, "k", null, AT.toEpochMilli());
        tape.bytes(TapeDriver.TOPICS.rawTweets, "k", encoded(tweet("", "$AA")), AT.toEpochMilli());
        RawPost unknown = tweet("9", "$AA");
        unknown.setSource(PostSource.UNKNOWN);
        tape.bytes(TapeDriver.TOPICS.rawTweets, "k", encoded(unknown), AT.toEpochMilli());
        tape.post(tweet("2", "crash the analyzer"), AT);
        tape.post(tweet("3", "$AA"), AT);

        assertThat(tape.intelligence())
                .extracting(found -> found.value().getPostId())
                .containsExactly("3");
        List<TestRecord<byte[], byte[]>> dead = tape.deadLetters();
        assertThat(dead).hasSize(7);
        assertThat(dead.get(0).value()).isEqualTo("junk".getBytes(StandardCharsets.UTF_8));
        assertThat(header(dead.get(0), "__streams.errors.topic")).isEqualTo(TapeDriver.TOPICS.rawTweets.name());
        assertThat(header(dead.get(2), "__streams.errors.message")).contains("null_key");
        Map<String, FlowAccount> accounts = tape.accounts();
        assertThat(account(accounts, TapeDriver.TOPICS.rawTweets.name()).getDeadLettered())
                .isEqualTo(Map.of(
                        "undecodable",
                        2L,
                        "null_key",
                        1L,
                        "null_value",
                        1L,
                        "no_id",
                        1L,
                        "no_source",
                        1L,
                        "exception",
                        1L));
        assertClosed(accounts);
    }

    @Test
    void putsImpossibleTimesAsideAndNeverMovesByThem() {
        tape.post(tweet("1", "$AA"), Instant.EPOCH);
        tape.post(tweet("2", "$AA"), Instant.parse("2100-01-01T00:00:00Z"));
        tape.post(tweet("3", "$AA"), TapeDriver.NOW.plusSeconds(3_601));
        tape.post(tweet("4", "$AA"), TapeDriver.NOW.plusSeconds(3_599));
        tape.post(tweet("1", "$AA"), AT);

        assertThat(tape.intelligence())
                .extracting(found -> found.value().getPostId())
                .containsExactly("4", "1");
        assertThat(tape.deadLetters()).hasSize(3);
    }

    @Test
    void failsWhenTooManyOfTheLastRecordsArePoison() {
        tape.close();
        tape = TapeDriver.start(
                stateDir.resolve("strict"),
                new CashtagAnalyzer(),
                ReferenceData.shipped(),
                Map.of("TOKENTAPE_POISON_WINDOW", "10", "TOKENTAPE_POISON_SHARE", "0.5"));
        for (int i = 0; i < 10; i++) {
            tape.post(tweet("good" + i, "$AA"), AT);
        }
        for (int i = 0; i < 5; i++) {
            tape.post(tweet("bad" + i, "crash the analyzer"), AT);
        }
        assertThatThrownBy(() -> tape.post(tweet("bad", "crash the analyzer"), AT))
                .isInstanceOf(StreamsException.class);
        assertThat(tape.deadLetters()).hasSize(5);
    }

    @Test
    void putsUnusableStatesAside() {
        TokenState state = state("x:AA", 1.0);
        byte[] bytes = tape.encode(TapeDriver.TOPICS.tokenState, TokenState.class, state);
        tape.bytes(TapeDriver.TOPICS.tokenState, "x:BB", bytes, AT.toEpochMilli());
        tape.bytes(TapeDriver.TOPICS.tokenState, null, bytes, AT.toEpochMilli());
        tape.bytes(TapeDriver.TOPICS.tokenState, "x:AA", new byte[] {1}, AT.toEpochMilli());
        tape.bytes(TapeDriver.TOPICS.tokenState, "x:AA", null, AT.toEpochMilli());

        TokenState amongOthers = state("x:AA\0\0\0\0\0\0\0\1", 1.0);
        tape.state(amongOthers, AT);
        tape.post(tweet("1", "$AA"), AT.plusSeconds(60));

        assertThat(tape.intelligence().get(0).value().getAssets())
                .containsExactly(withoutState("x:AA", ownStory("1", AT.plusSeconds(60))));
        assertThat(tape.deadLetters()).hasSize(5);
        Map<String, FlowAccount> accounts = tape.accounts();
        assertThat(account(accounts, TapeDriver.TOPICS.tokenState.name()).getDeadLettered())
                .isEqualTo(
                        Map.of("wrong_key", 1L, "null_key", 1L, "undecodable", 1L, "null_value", 1L, "bad_asset", 1L));
        assertClosed(accounts);
    }

    @Test
    void cutsWhatIsTooLongAndSaysSo() {
        tape.post(tweet("1", "$AA \0 " + "x".repeat(3_000_000)), AT);
        tape.post(tweet("2", "$AA ".repeat(10_000)), AT);

        List<TestRecord<String, Intelligence>> found = tape.intelligence();
        assertThat(found.get(0).value().getText()).hasSize((64 << 10) - 2).startsWith("$AA \uFFFD x");
        assertThat(found.get(0).value().getCuts()).containsExactly("text_length", "nul");
        assertThat(found.get(1).value().getMentions()).hasSize(64);
        assertThat(found.get(1).value().getMentionsOmitted()).isEqualTo(9_936);
        assertThat(found.get(1).value().getCuts()).containsExactly("mentions");
        assertThat(onlyAccount().getNoted())
                .isEqualTo(Map.of("cut_text_length", 1L, "cut_nul", 1L, "cut_mentions", 1L));
    }

    @Test
    void cleansEveryTextOfAPostAndSaysSo() {
        RawPost post = tweet("a\0b", "$AA");
        post.setAuthor("a\0");
        post.setUrl("https://x.test/\0");
        post.setChannelName("y".repeat(100_000));
        tape.post(post, AT);

        Intelligence found = tape.intelligence().get(0).value();
        assertThat(found.getId()).isEqualTo(PostId.of(Post.Source.TWEET, "a\0b", 1));
        assertThat(found.getPostId()).isEqualTo("a\uFFFDb");
        assertThat(found.getAuthor()).isEqualTo("a\uFFFD");
        assertThat(found.getUrl()).isEqualTo("https://x.test/\uFFFD");
        assertThat(found.getChannelName()).hasSize(64 << 10);
        assertThat(found.getCuts()).containsExactly("text_length", "nul");
    }

    @Test
    void keepsBooksThatCloseForEveryInput() {
        Random random = new Random(11);
        for (int i = 0; i < 500; i++) {
            Instant at = AT.plusSeconds(random.nextInt(20_000));
            String id = "p" + random.nextInt(300);
            switch (random.nextInt(6)) {
                case 0 -> tape.post(tweet(id, "good morning"), at);
                case 1 -> tape.post(tweet(id, "$AA"), at);
                case 2 -> tape.post(tweet(id, "$AA $BB $CC $DD"), at);
                case 3 -> tape.post(tweet(id, "crash the analyzer"), at);
                case 4 -> tape.state(state("x:AA", i), at);
                default -> tape.post(deleted(id, 2), at);
            }
        }
        Map<String, FlowAccount> accounts = tape.accounts();
        assertClosed(accounts);
        long read = accounts.values().stream()
                .filter(account -> account.getTopic().equals(TapeDriver.TOPICS.rawTweets.name())
                        || account.getTopic().equals(TapeDriver.TOPICS.tokenState.name()))
                .mapToLong(FlowAccount::getRead)
                .sum();
        assertThat(read).isEqualTo(500);
        long total = tape.totals.series().stream()
                .filter(series ->
                        series.outcome().equals("read") && series.topic().startsWith("t."))
                .mapToLong(tape.totals::total)
                .sum();
        assertThat(total).isGreaterThanOrEqualTo(500);
        assertThat(tape.totals.total(new FlowTotals.Series(
                        "analyse-posts", TapeDriver.TOPICS.rawTweets.name(), "dead_lettered", "exception")))
                .isPositive();
    }

    @Test
    void givesTheSameRecordsForTheSameInput() {
        tape.state(state("x:AA", 1.0), AT.minusSeconds(5));
        tape.post(tweet("1", "$AA $BB"), AT);
        List<TestRecord<String, Intelligence>> first = tape.intelligence();
        tape.close();
        tape = TapeDriver.start(stateDir.resolve("again"), new CashtagAnalyzer(), ReferenceData.shipped());
        tape.state(state("x:AA", 1.0), AT.minusSeconds(5));
        tape.post(tweet("1", "$AA $BB"), AT);
        assertThat(tape.intelligence()).isEqualTo(first);
    }

    @Test
    void registersTokensAtRunTime() {
        tape.token(TokenRef.newBuilder()
                .setId("zzzcoin")
                .setSymbol("ZZZQ")
                .setName("Zzz Coin")
                .setAssets(List.of("solana:zzz"))
                .build());

        assertThat(tape.reference.tokens().bestBySymbol("ZZZQ").orElseThrow().id())
                .isEqualTo("zzzcoin");
    }

    @Test
    void companiesAndKeywordsHoldFromTheirTimeOnWithoutARestart() {
        tape.close();
        ReferenceData reference = ReferenceData.shipped();
        tape = TapeDriver.start(stateDir.resolve("watch"), new StandardPostAnalyzer(reference), reference);
        tape.post(tweet("before", "Zorblax is glorping"), AT);
        tape.company(CompanyRef.newBuilder()
                .setId("zorb")
                .setName("Zorb Inc")
                .setAliases(List.of("Zorblax"))
                .setEffectiveAt(AT.toEpochMilli())
                .build());
        tape.rule(RuleRef.newBuilder()
                .setId("odd-words")
                .setKind(RuleKind.KEYWORDS)
                .setKeywords(List.of(new KeywordRule("glorping", 1, null)))
                .setEffectiveAt(AT.plusSeconds(10).toEpochMilli())
                .build());
        tape.rule(RuleRef.newBuilder()
                .setId("alert.surge")
                .setKind(RuleKind.ALERT)
                .build());
        tape.post(tweet("earlier", "Zorblax is glorping"), AT.minusMillis(1));
        tape.post(tweet("then", "Zorblax is glorping"), AT);
        tape.post(tweet("later", "Zorblax is glorping"), AT.plusSeconds(10));

        List<Intelligence> found =
                tape.intelligence().stream().map(TestRecord::value).toList();
        assertThat(found).extracting(Intelligence::getPostId).containsExactly("then", "later");
        assertThat(found.get(0).getCompanies()).containsExactly("zorb");
        assertThat(found.get(0).getCompanySpans()).containsExactly(new CompanySpan("zorb", TextPart.TEXT, 0, 7));
        assertThat(found.get(0).getKeywords()).isEmpty();
        assertThat(found.get(1).getKeywords())
                .containsExactly(new io.tokentape.schemas.avro.Keyword("glorping", 1, TextPart.TEXT, 11, 19));
    }

    @Test
    void wordsOfUrgencyHoldFromTheirTimeOnWithoutARestart() {
        tape.close();
        ReferenceData reference = ReferenceData.shipped();
        tape = TapeDriver.start(stateDir.resolve("urgency"), new StandardPostAnalyzer(reference), reference);
        tape.rule(RuleRef.newBuilder()
                .setId("more-urgency")
                .setKind(RuleKind.URGENCY)
                .setKeywords(List.of(new KeywordRule("chop chop", 1, null)))
                .setEffectiveAt(AT.toEpochMilli())
                .build());
        tape.rule(RuleRef.newBuilder()
                .setId("urgency")
                .setKind(RuleKind.URGENCY)
                .setEnabled(false)
                .setEffectiveAt(AT.plusSeconds(10).toEpochMilli())
                .build());
        tape.rule(RuleRef.newBuilder()
                .setId("urgency")
                .setKind(RuleKind.URGENCY)
                .setDeleted(true)
                .setEffectiveAt(AT.plusSeconds(20).toEpochMilli())
                .build());
        tape.post(tweet("earlier", "$BTC chop chop"), AT.minusMillis(1));
        tape.post(tweet("then", "$BTC chop chop"), AT);
        tape.post(tweet("shipped", "$BTC hurry"), AT);
        tape.post(tweet("off", "$BTC hurry"), AT.plusSeconds(10));
        tape.post(tweet("again", "$BTC hurry"), AT.plusSeconds(20));

        assertThat(tape.intelligence())
                .extracting(found -> found.value().getPostId() + ":"
                        + (found.value().getUrgency() == null
                                ? null
                                : found.value().getUrgency().getText()))
                .containsExactly("earlier:null", "then:chop chop", "shipped:hurry", "off:null", "again:hurry");
    }

    @Test
    void goesOnPastReferenceDataThatCannotBeUsed() {
        tape.bytes(TapeDriver.TOPICS.refCompanies, "junk", new byte[] {1, 2, 3}, AT.toEpochMilli());
        tape.bytes(TapeDriver.TOPICS.refRules, "null", null, AT.toEpochMilli());
        tape.company(CompanyRef.newBuilder().setId("odd").setName("!!!").build());
        tape.rule(RuleRef.newBuilder()
                .setId("keywords")
                .setKind(RuleKind.KEYWORDS)
                .setKeywords(List.of(new KeywordRule("hack", 9, null)))
                .build());
        companiesAndKeywordsHoldFromTheirTimeOnWithoutARestart();
    }

    private FlowAccount onlyAccount() {
        return tape.accounts().values().iterator().next();
    }

    private static FlowAccount account(Map<String, FlowAccount> accounts, String topic) {
        return accounts.values().stream()
                .filter(account -> account.getTopic().equals(topic))
                .findFirst()
                .orElseThrow();
    }

    private static void assertClosed(Map<String, FlowAccount> accounts) {
        assertThat(accounts.values()).allSatisfy(account -> {
            assertThat(account.getHeld()).isZero();
            assertThat(account.getRead())
                    .isEqualTo(account.getPutOut()
                            + sum(account.getFiltered())
                            + sum(account.getDeadLettered())
                            + sum(account.getLate()));
        });
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static String header(TestRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    private byte[] encoded(RawPost post) {
        return tape.encode(TapeDriver.TOPICS.rawTweets, RawPost.class, post);
    }

    private static RawPost tweet(String id, String text) {
        return RawPost.newBuilder()
                .setSource(PostSource.TWEET)
                .setId(id)
                .setAuthor("sayer")
                .setText(text)
                .build();
    }

    private static RawPost deleted(String id, int revision) {
        return RawPost.newBuilder(tweet(id, ""))
                .setDeleted(true)
                .setRevision(revision)
                .build();
    }

    private static TokenState state(String asset, double priceUsd) {
        return TokenState.newBuilder()
                .setAsset(asset)
                .setProvider("test")
                .setObservedAt(AT.minusSeconds(60).toEpochMilli())
                .setPriceUsd(priceUsd)
                .build();
    }

    private static JoinedAsset withoutState(String asset, Story story) {
        return JoinedAsset.newBuilder()
                .setAsset(asset)
                .setReason("no_state")
                .setDoubts(List.of("no_state"))
                .setStory(story)
                .build();
    }

    /** As a post at {@link #AT} meets it, learned when it was observed. */
    private static JoinedAsset joined(TokenState state, Story story) {
        return JoinedAsset.newBuilder()
                .setAsset(state.getAsset())
                .setState(state)
                .setStateAt(state.getObservedAt())
                .setOrigins(List.of(new StateOrigin(
                        state.getProvider(),
                        null,
                        state.getObservedAt(),
                        state.getObservedAt(),
                        AT.toEpochMilli() - state.getObservedAt(),
                        List.of(StateField.PRICE_USD),
                        List.of())))
                .setPrice(new CanonicalPrice(state.getPriceUsd(), 0, 0, null, null))
                .setSafety(new Safety(SafetyVerdict.UNKNOWN, 0.0, 0.0, List.of()))
                .setStory(story)
                .setConfidence(0.4)
                .setDoubts(List.of("unknown:contract", "unknown:liquidity", "unknown:holders"))
                .build();
    }

    private static Intelligence intelligence(String postId, String text, long offset) {
        return Intelligence.newBuilder()
                .setId(PostId.of(Post.Source.TWEET, postId, 1))
                .setType(PostSource.TWEET)
                .setSubtype(EventType.OTHER)
                .setPostId(postId)
                .setRevision(1)
                .setAuthor("sayer")
                .setText(text)
                .setSentiment(new io.tokentape.schemas.avro.Sentiment(SentimentLabel.NEUTRAL, 0.0, 0.5))
                .setEvent(new io.tokentape.schemas.avro.Event(EventType.OTHER, 0.5))
                .setValue(new io.tokentape.schemas.avro.Value(0.0, false, List.of()))
                .setTextPrint(TextPrint.of(null, Words.of(text)).bytes())
                .setLineage(new Lineage(
                        TapeDriver.TOPICS.rawTweets.name(), 0, offset, TapeDriver.VERSION, CashtagAnalyzer.VERSION))
                .build();
    }

    private static TestRecord<String, SourcePost> irrelevant(
            String postId, long offset, boolean edited, boolean deleted) {
        SourcePost post = SourcePost.newBuilder()
                .setId(PostId.of(Post.Source.TWEET, postId, 1))
                .setSource("tweet:sayer")
                .setEdited(edited)
                .setDeleted(deleted)
                .setLineage(new Lineage(
                        TapeDriver.TOPICS.rawTweets.name(), 0, offset, TapeDriver.VERSION, CashtagAnalyzer.VERSION))
                .build();
        return new TestRecord<>("tweet:sayer", post, AT);
    }

    /** Of a tweet that nobody tells again. */
    private static Story ownStory(String postId, Instant at) {
        return new Story(PostId.of(Post.Source.TWEET, postId, 1), at.toEpochMilli(), "tweet:sayer", 1, 1, null);
    }

    private static io.tokentape.schemas.avro.Mention mention(String cashtag, int start) {
        String symbol = cashtag.substring(1);
        return io.tokentape.schemas.avro.Mention.newBuilder()
                .setSurface(cashtag)
                .setPart(TextPart.TEXT)
                .setStart(start)
                .setEnd(start + cashtag.length())
                .setKind(MentionKind.CASHTAG)
                .setSymbol(symbol)
                .setAsset("x:" + symbol)
                .setProbability(1.0)
                .build();
    }

    private static TestRecord<String, Intelligence> record(Intelligence value, Instant at) {
        return new TestRecord<>(value.getId(), value, at);
    }

    /** Takes every cashtag for the asset of that name, and crashes when told to. */
    private static final class CashtagAnalyzer implements PostAnalyzer {
        static final String VERSION = "cashtags";
        private static final Pattern CASHTAG = Pattern.compile("\\$([A-Z]+)");

        @Override
        public Analysis analyze(Post post) {
            if (post.text().startsWith("crash")) {
                throw new IllegalStateException("told to crash");
            }
            List<Mention> mentions = CASHTAG.matcher(post.text())
                    .results()
                    .map(match -> new Mention(
                            match.group(),
                            Mention.Part.TEXT,
                            match.start(),
                            match.end(),
                            Mention.Kind.CASHTAG,
                            match.group(1),
                            null,
                            null,
                            "x:" + match.group(1),
                            1.0,
                            false,
                            List.of()))
                    .collect(Collectors.toList());
            Matcher regulator = Pattern.compile("regulator").matcher(post.text());
            return new Analysis(
                    null,
                    mentions,
                    new Sentiment(Sentiment.Label.NEUTRAL, 0, 0.5),
                    new Event(Event.Type.OTHER, 0.5),
                    new Value(0, false, List.of()),
                    null,
                    null,
                    List.of(),
                    regulator.find()
                            ? List.of(new KeywordSpan(
                                    "regulator", 1, Mention.Part.TEXT, regulator.start(), regulator.end()))
                            : List.of(),
                    null,
                    null,
                    TextPrint.of(null, Words.of(post.text())));
        }

        @Override
        public String version() {
            return VERSION;
        }
    }
}
