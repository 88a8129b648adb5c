package io.tokentape.serving.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokentape.serving.http.ProblemException;
import io.tokentape.serving.http.TestServer;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two instances, each holding a part of the keys, over two real servers. */
class ForwardTest {
    private static final ViewTable TABLE = ViewTable.TOKEN_STATE;

    private final FakeView first = new FakeView().put(TABLE, "here", new byte[] {1}, 10);
    private final FakeView second = new FakeView().put(TABLE, "there", new byte[] {2, -1}, 20);
    private final HttpPeers peers = new HttpPeers(HttpClient.newHttpClient());
    private TestServer firstServer;
    private TestServer secondServer;

    @BeforeEach
    void start() {
        firstServer = TestServer.of(new LocalRoutes(first));
        secondServer = TestServer.of(new LocalRoutes(second));
    }

    @AfterEach
    void stop() {
        firstServer.close();
        secondServer.close();
    }

    @Test
    void readsEachKeyWhereItIs() {
        first.at("there", secondServer.address()).at("a b/ü?&key=x", secondServer.address());
        second.put(TABLE, "a b/ü?&key=x", new byte[] {3}, 30);

        Map<String, Answer> answers =
                new RoutedViewQuery(first, peers).findAll(TABLE, List.of("there", "here", "a b/ü?&key=x", "nowhere"));

        assertThat(answers.keySet()).containsExactly("there", "here", "a b/ü?&key=x", "nowhere");
        assertThat(answers.get("here").stored().value()).containsExactly(1);
        assertThat(answers.get("there").stored().value()).containsExactly(2, -1);
        assertThat(answers.get("there").stored().timestamp()).isEqualTo(20);
        assertThat(answers.get("a b/ü?&key=x").stored().value()).containsExactly(3);
        assertThat(answers.get("nowhere")).isEqualTo(Answer.ABSENT);
    }

    @Test
    void asksInAsFewCallsAsPossible() {
        List<Integer> calls = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            keys.add("k" + i);
            first.at("k" + i, secondServer.address());
            second.put(TABLE, "k" + i, new byte[] {1}, i);
        }

        Map<String, Answer> answers = new RoutedViewQuery(first, new Peers() {
                    @Override
                    public CompletableFuture<Map<String, Stored>> fetch(
                            String address, ViewTable table, List<String> some) {
                        calls.add(some.size());
                        return peers.fetch(address, table, some);
                    }

                    @Override
                    public CompletableFuture<Copies> fetchCopies(String address, ViewTable table, List<String> some) {
                        throw new IllegalStateException("must not be asked");
                    }

                    @Override
                    public CompletableFuture<List<Stored>> scan(
                            String address, ViewTable table, String prefix, int limit) {
                        throw new IllegalStateException("must not be asked");
                    }
                })
                .findAll(TABLE, keys);

        assertThat(answers.values())
                .allSatisfy(answer -> assertThat(answer.stored()).isNotNull());
        assertThat(calls).containsExactlyInAnyOrder(100, 100, 50);
    }

    @Test
    void neverHopsTwice() {
        first.at("lost", secondServer.address());
        second.at("lost", firstServer.address());
        first.put(TABLE, "lost", new byte[] {9}, 1);

        assertThat(new RoutedViewQuery(first, peers).find(TABLE, "lost")).isEqualTo(Answer.ABSENT);
    }

    @Test
    void aPeerThatIsGoneIsABadGatewayForItsKeysAlone() {
        String gone = secondServer.address();
        secondServer.close();
        first.at("there", gone);

        Map<String, Answer> answers = new RoutedViewQuery(first, peers).findAll(TABLE, List.of("here", "there"));

        assertThat(answers.get("here").stored()).isNotNull();
        assertThat(answers.get("there").failure().status()).isEqualTo(502);
    }

    @Test
    void aPeerThatRestoresIsAskedForAgain() {
        first.at("there", secondServer.address());
        second.restoring("there");

        assertThatThrownBy(() -> new RoutedViewQuery(first, peers).find(TABLE, "there"))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().status()).isEqualTo(503);
                    assertThat(e.problem().headers()).containsKey("Retry-After");
                });
    }

    @Test
    void aCopyHereAnswersForAPeerThatIsGoneAndSaysHowOldItIs() {
        String gone = secondServer.address();
        secondServer.close();
        first.at("there", gone).copy("there", new byte[] {5}, 15, 1_200L);
        first.at("nowhere", gone).copy("nowhere", new byte[] {6}, 16, 1_200L);

        Map<String, Answer> answers = new RoutedViewQuery(first, peers).findAll(TABLE, List.of("here", "there"));

        assertThat(answers.get("here").copy()).isNull();
        assertThat(answers.get("there").failure()).isNull();
        assertThat(answers.get("there").stored().value()).containsExactly(5);
        assertThat(answers.get("there").stored().timestamp()).isEqualTo(15);
        assertThat(answers.get("there").copy()).isEqualTo(new Answer.Copy(1_200L));
    }

    @Test
    void aCopyElsewhereAnswersForAPeerThatRestores() {
        FakeView third = new FakeView().copy("there", new byte[] {5}, 15, null);
        second.restoring("there");
        try (TestServer thirdServer = TestServer.of(new LocalRoutes(third))) {
            first.at("there", secondServer.address())
                    .at("absent", secondServer.address())
                    .copiesAt(thirdServer.address());
            second.restoring("absent");

            Map<String, Answer> answers = new RoutedViewQuery(first, peers).findAll(TABLE, List.of("there", "absent"));

            assertThat(answers.get("there").stored().value()).containsExactly(5);
            assertThat(answers.get("there").copy()).isEqualTo(new Answer.Copy(null));
            assertThat(answers.get("absent")).isEqualTo(new Answer(null, null, new Answer.Copy(null)));
        }
    }

    @Test
    void aScanAsksEveryoneAndNamesWhoFailed() {
        ViewTable ranked = ViewTable.TRENDING;
        first.put(ranked, "w|1|a", new byte[] {1}, 10).put(ranked, "x|1|b", new byte[] {2}, 10);
        second.put(ranked, "w|2|c", new byte[] {3}, 10).put(ranked, "w|3|d", new byte[] {4}, 10);
        first.other(secondServer.address()).other("127.0.0.1:1");

        Scan scan = new RoutedViewQuery(first, peers).scanAll(ranked, "w|", 1);

        assertThat(scan.found()).extracting(row -> row.value()[0]).containsExactly((byte) 1, (byte) 3);
        assertThat(scan.failed()).containsExactly("127.0.0.1:1");
    }

    @Test
    void aScanThatNobodyCanAnswerIsUnavailable() {
        first.other("127.0.0.1:1").restoring("w|");

        assertThatThrownBy(() -> new RoutedViewQuery(first, peers).scanAll(ViewTable.TRENDING, "w|", 1))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(503));
    }

    @Test
    void anUnknownOwnerIsUnavailable() {
        LocalView rebalancing = new LocalView() {
            @Override
            public Owner ownerOf(ViewTable table, String key) {
                return Owner.UNKNOWN;
            }

            @Override
            public Optional<Stored> get(ViewTable table, String key) {
                throw new IllegalStateException("must not be asked");
            }

            @Override
            public Copies copies(ViewTable table, List<String> keys) {
                throw new IllegalStateException("must not be asked");
            }

            @Override
            public List<Stored> scan(ViewTable table, String prefix, int limit) {
                throw new IllegalStateException("must not be asked");
            }

            @Override
            public List<String> others() {
                return List.of();
            }

            @Override
            public String address() {
                return "here:1";
            }
        };

        assertThat(new RoutedViewQuery(rebalancing, peers)
                        .findAll(TABLE, List.of("a"))
                        .get("a")
                        .failure()
                        .status())
                .isEqualTo(503);
    }

    @Test
    void theLocalRouteChecksWhatItIsAsked() throws Exception {
        assertThat(firstServer.get("/local/v1/passwords?key=a").statusCode()).isEqualTo(404);
        assertThat(firstServer.get("/local/v1/token-state").statusCode()).isEqualTo(400);
        assertThat(firstServer
                        .get("/local/v1/token-state?" + "key=a&".repeat(101))
                        .statusCode())
                .isEqualTo(400);
        assertThat(firstServer.get("/local/v1/token-state/copies").statusCode()).isEqualTo(400);
        assertThat(firstServer.get("/local/v1/trending/scan").statusCode()).isEqualTo(400);
        assertThat(firstServer
                        .get("/local/v1/trending/scan?prefix=w&limit=1001")
                        .statusCode())
                .isEqualTo(400);
    }
}
