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

        Map<String, Answer> answers = new RoutedViewQuery(first, (address, table, some) -> {
                    calls.add(some.size());
                    return peers.fetch(address, table, some);
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

        assertThat(new RoutedViewQuery(first, peers).find(TABLE, "lost")).isEmpty();
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
    }
}
