package io.tokentape.topology.mention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenRegistryTest {
    private static final Instant EARLY = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant LATE = Instant.parse("2024-01-01T00:00:00Z");

    @Test
    void shipsTheLargeCoinsAndManyOthers() {
        TokenRegistry registry = TokenRegistry.shipped();
        assertThat(registry.size()).isGreaterThan(20_000);
        assertThat(registry.bestBySymbol("btc"))
                .get()
                .extracting(TokenEntry::primary)
                .isEqualTo("bitcoin:native");
        assertThat(registry.bestBySymbol("XBT"))
                .get()
                .extracting(TokenEntry::id)
                .isEqualTo("bitcoin");
        assertThat(registry.byAsset("ethereum:0x6982508145454CE325DDBE47A25D4EC3D2311933"))
                .get()
                .extracting(TokenEntry::symbol)
                .isEqualTo("PEPE");
        assertThat(registry.byAsset("solana:native"))
                .get()
                .extracting(TokenEntry::id)
                .isEqualTo("solana");
        assertThat(registry.byId("fartcoin")).isPresent();
        assertThat(registry.byId("no such token")).isEmpty();
        assertThat(registry.byAsset("nonsense")).isEmpty();
    }

    @Test
    void whatIsPutIntoOneRegistryIsNotInAnother() {
        TokenRegistry one = TokenRegistry.shipped();
        one.put(token("only-here", "ONLYHERE", null).build());
        assertThat(one.byId("only-here")).isPresent();
        assertThat(TokenRegistry.shipped().byId("only-here")).isEmpty();
    }

    @Test
    void readsTheVersionOfTheTime() {
        TokenRegistry registry =
                TokenRegistry.of(List.of(token("coin", "OLD", null).build()));
        registry.put(token("coin", "NEW", null).from(LATE).build());
        assertThat(registry.byId("coin", EARLY))
                .get()
                .extracting(TokenEntry::symbol)
                .isEqualTo("OLD");
        assertThat(registry.byId("coin", LATE))
                .get()
                .extracting(TokenEntry::symbol)
                .isEqualTo("NEW");
        assertThat(registry.bestBySymbol("OLD", LATE)).isEmpty();
        assertThat(registry.bestBySymbol("NEW", EARLY)).isEmpty();
        assertThat(registry.bestBySymbol("NEW")).isPresent();
    }

    @Test
    void theOrderOfPuttingVersionsDoesNotMatter() {
        TokenRegistry registry = TokenRegistry.of(List.of());
        registry.put(token("coin", "NEW", null).from(LATE).build());
        registry.put(token("coin", "OLD", null).build());
        assertThat(registry.byId("coin", EARLY))
                .get()
                .extracting(TokenEntry::symbol)
                .isEqualTo("OLD");
        assertThat(registry.byId("coin", LATE))
                .get()
                .extracting(TokenEntry::symbol)
                .isEqualTo("NEW");
    }

    @Test
    void aVersionOfTheSameTimeReplaces() {
        TokenRegistry registry =
                TokenRegistry.of(List.of(token("coin", "ONE", null).build()));
        registry.put(token("coin", "TWO", null).build());
        assertThat(registry.bestBySymbol("ONE")).isEmpty();
        assertThat(registry.bestBySymbol("TWO")).isPresent();
    }

    @Test
    void forgetsWhatIsDeletedFromThenOn() {
        TokenRegistry registry =
                TokenRegistry.of(List.of(token("coin", "COIN", null).build()));
        registry.put(token("coin", "COIN", null).from(LATE).deleted().build());
        assertThat(registry.byId("coin", EARLY)).isPresent();
        assertThat(registry.byId("coin", LATE)).isEmpty();
        assertThat(registry.bestBySymbol("COIN", LATE)).isEmpty();
    }

    @Test
    void doesNotKnowATokenBeforeItsTime() {
        TokenRegistry registry = TokenRegistry.of(
                List.of(token("coin", "COIN", null).knownFrom(LATE).build()));
        assertThat(registry.bestBySymbol("COIN", EARLY)).isEmpty();
        assertThat(registry.bestBySymbol("COIN", LATE)).isPresent();
    }

    @Test
    void prefersTheBetterRankAndThenTheId() {
        TokenRegistry registry = TokenRegistry.of(List.of(
                token("unranked", "SAME", null).build(),
                token("second", "SAME", 2).build(),
                token("first", "SAME", 1).build()));
        assertThat(registry.bestBySymbol("SAME"))
                .get()
                .extracting(TokenEntry::id)
                .isEqualTo("first");
        registry.put(token("first", "OTHER", 1).build());
        assertThat(registry.bestBySymbol("SAME"))
                .get()
                .extracting(TokenEntry::id)
                .isEqualTo("second");
        registry.put(token("second", "OTHER", 2).build());
        assertThat(registry.bestBySymbol("SAME"))
                .get()
                .extracting(TokenEntry::id)
                .isEqualTo("unranked");
    }

    @Test
    void thousandsPutOneByOneAreAllThere() {
        TokenRegistry registry =
                TokenRegistry.of(List.of(token("base", "BASE", 1).build()));
        for (int i = 0; i < 5_000; i++) {
            registry.put(token("token-" + i, "T" + i % 500, i).build());
        }
        assertThat(registry.size()).isEqualTo(5_001);
        for (int i = 0; i < 5_000; i++) {
            assertThat(registry.byId("token-" + i)).isPresent();
        }
        for (int i = 0; i < 500; i++) {
            assertThat(registry.bestBySymbol("T" + i))
                    .get()
                    .extracting(TokenEntry::id)
                    .isEqualTo("token-" + i);
        }
    }

    @Test
    void readersNeverSeeATokenHalfPut() throws InterruptedException {
        TokenRegistry registry = TokenRegistry.of(List.of(token("coin", "A", 1).build()));
        List<Throwable> wrong = new ArrayList<>();
        Thread reader = new Thread(() -> {
            for (int i = 0; i < 200_000; i++) {
                TokenRegistry.Snapshot snapshot = registry.snapshot();
                int claims = claimants(snapshot, "A") + claimants(snapshot, "B");
                if (claims != 1) {
                    wrong.add(new AssertionError("claims: " + claims));
                    return;
                }
            }
        });
        reader.start();
        for (int i = 0; i < 2_000; i++) {
            registry.put(token("coin", i % 2 == 0 ? "B" : "A", 1).build());
        }
        reader.join();
        assertThat(wrong).isEmpty();
    }

    private static int claimants(TokenRegistry.Snapshot snapshot, String symbol) {
        return snapshot.held(layer -> layer.bySymbol(symbol), 0, 9, new TokenRegistry.Looks()).length;
    }

    private static TokenBuilder token(String id, String symbol, Integer rank) {
        return new TokenBuilder(id, symbol).rank(rank);
    }
}
