package io.tokentape.topology.mention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which token is meant, over a made-up registry with hundreds of claimants for each symbol. */
class IdentityTest {
    private static final long NOW = Instant.parse("2025-06-01T00:00:00Z").toEpochMilli();
    private static final int TOKENS = 30_000;
    private static final int SYMBOLS = 100;

    private static final List<TokenEntry> ENTRIES = entries(TOKENS, SYMBOLS);
    private static final TokenRegistry REGISTRY = TokenRegistry.of(ENTRIES);

    /** Three hundred tokens to a symbol, all unranked but a few; every third on Solana, the others on Ethereum. */
    private static List<TokenEntry> entries(int tokens, int symbols) {
        List<TokenEntry> entries = new ArrayList<>();
        for (int i = 0; i < tokens; i++) {
            String address = "0x%040x".formatted(i + 1);
            entries.add(new TokenBuilder("made-" + i, "QZ" + letters(i % symbols))
                    .name("Zorbic " + letters(i) + " Project")
                    .assets(i % 3 == 0 ? "base:" + address : "ethereum:" + address)
                    .build());
        }
        return entries;
    }

    private static String letters(int number) {
        StringBuilder letters = new StringBuilder();
        for (int rest = number + 26; rest > 0; rest /= 26) {
            letters.append((char) ('A' + rest % 26));
        }
        return letters.toString();
    }

    private static List<Mention> find(TokenRegistry registry, String text) {
        return new MentionFinder(registry).find(Post.Source.TWEET, null, Words.of(text), NOW);
    }

    @Test
    void abstainsAmongEqualsAndTheirProbabilitiesSumToOneAtMost() {
        for (int symbol = 0; symbol < SYMBOLS; symbol++) {
            Mention found =
                    find(REGISTRY, "in $QZ" + letters(symbol) + " we trust").get(0);
            assertThat(found.ambiguous()).isTrue();
            assertThat(found.asset()).isNull();
            assertThat(found.token()).isNull();
            assertThat(found.candidates()).hasSize(5);
            assertThat(found.candidates().stream()
                            .mapToDouble(Mention.Candidate::probability)
                            .sum())
                    .isLessThanOrEqualTo(1);
        }
    }

    @Test
    void anAddressBeatsTheTickerWhereverItStands() {
        TokenEntry last = ENTRIES.get(29_917);
        String address = last.primary().substring(last.primary().indexOf(':') + 1);
        for (String text : List.of(
                "$" + last.symbol() + " contract " + address, "contract " + address + " of $" + last.symbol())) {
            List<Mention> found = find(REGISTRY, text);
            assertThat(found).as(text).hasSize(1);
            assertThat(found.get(0).token()).isEqualTo(last.id());
            assertThat(found.get(0).asset()).isEqualTo(last.primary());
            assertThat(found.get(0).ambiguous()).isFalse();
        }
    }

    @Test
    void aNameDecides() {
        TokenEntry entry = ENTRIES.get(12_345);
        List<Mention> found = find(REGISTRY, "crypto: " + entry.name() + " ($" + entry.symbol() + ") is live");
        assertThat(found).extracting(Mention::token).containsExactly(entry.id());
    }

    @Test
    void aChainDecidesBetweenTwo() {
        TokenRegistry two = TokenRegistry.of(List.of(
                new TokenBuilder("first", "QZX")
                        .assets("ethereum:0x" + "1".repeat(40))
                        .build(),
                new TokenBuilder("second", "QZX")
                        .assets("base:0x" + "2".repeat(40))
                        .build()));
        assertThat(find(two, "$QZX is up").get(0).ambiguous()).isTrue();
        assertThat(find(two, "$QZX on Base is up").get(0).token()).isEqualTo("second");
        assertThat(find(two, "$QZX, an ERC20, is up").get(0).token()).isEqualTo("first");
    }

    @Test
    void aContestedSymbolIsNoEvidenceForItself() {
        TokenRegistry near = ranked(150, 151, 152);
        for (String text :
                List.of("$QQX is going up today", "#QQX and $QQX, crypto", "QQX/USDT: $QQX", "buy QQX crypto")) {
            assertThat(find(near, text)).as(text).extracting(Mention::ambiguous).containsExactly(true);
            assertThat(find(ranked(1, 2, 3), text))
                    .as(text)
                    .extracting(Mention::ambiguous)
                    .containsExactly(true);
            assertThat(find(ranked(150, 20_000, null), text))
                    .as(text)
                    .extracting(Mention::token)
                    .containsExactly("token-150");
            assertThat(find(ranked(1, null, null), text))
                    .as(text)
                    .extracting(Mention::token)
                    .containsExactly("token-1");
        }
        assertThat(find(near, "crypto: Zorbic 151 ($QQX) is going up today"))
                .extracting(Mention::token)
                .containsExactly("token-151");
    }

    @Test
    void aClearSymbolStaysClearWhereOthersAreOnAChainOfThePost() {
        assertThat(find(TokenRegistry.shipped(), "$BTC, $ETH and $LUNA are up, says Ethereum"))
                .extracting(Mention::token)
                .contains("bitcoin", "ethereum", "terra-luna");
    }

    private static TokenRegistry ranked(Integer... ranks) {
        List<TokenEntry> entries = new ArrayList<>();
        for (int i = 0; i < ranks.length; i++) {
            String name = ranks[i] == null ? "none " + i : ranks[i].toString();
            entries.add(new TokenBuilder("token-" + name, "QQX")
                    .name("Zorbic " + name)
                    .rank(ranks[i])
                    .build());
        }
        return TokenRegistry.of(entries);
    }

    @Test
    void anAccountSpeaksForItsOwnToken() {
        MentionFinder finder = new MentionFinder(TokenRegistry.shipped());
        Words words = Words.of("jup voting is open");
        assertThat(finder.find(Post.Source.TWEET, "someone", null, words, NOW)).isEmpty();
        assertThat(finder.find(Post.Source.TWEET, "JupiterExchange", null, words, NOW))
                .extracting(Mention::token)
                .containsExactly("jupiter-exchange-solana");
    }

    @Test
    void everyAccountAndForeignNameMeansATokenOfTheRegistry() {
        TokenRegistry registry = TokenRegistry.shipped();
        for (String list : List.of("account-tokens.tsv", "foreign-names.tsv")) {
            PhraseMap.read(
                    MentionFinder.class,
                    list,
                    (key, token) -> assertThat(registry.byId(token.replace("\t?", "")))
                            .as(key + " " + token)
                            .isPresent());
        }
    }

    @Test
    void theOrderInWhichTheRegistryWasFilledDoesNotMatter() {
        List<TokenEntry> shuffled = new ArrayList<>(ENTRIES.subList(0, 6_000));
        TokenRegistry ordered = TokenRegistry.of(shuffled);
        Collections.shuffle(shuffled, new Random(5));
        TokenRegistry other = TokenRegistry.of(shuffled.subList(0, 5_000));
        shuffled.subList(5_000, 6_000).forEach(other::put);
        for (int i = 0; i < SYMBOLS; i++) {
            String text = "crypto $QZ%s and %s"
                    .formatted(letters(i), ENTRIES.get(i * 7).name());
            assertThat(find(other, text)).isEqualTo(find(ordered, text));
        }
    }

    /** Counted, not timed: probes of the index and looks at a claimant. */
    @Test
    void thePriceOfAPostDoesNotGrowWithTheRegistry() {
        String text = "crypto $QZBB and QZCB, QZDB/USDT: Zorbic ABC Project to the moon, one link near the gas station";
        int few = steps(TokenRegistry.of(entries(3_000, SYMBOLS)), text);
        int many = steps(REGISTRY, text);
        int most = steps(TokenRegistry.of(entries(90_000, SYMBOLS)), text);
        assertThat(many).isLessThanOrEqualTo(few + 10);
        assertThat(most).isLessThanOrEqualTo(many + 10);
    }

    /** Many claimants, in the base and in newer layers, and many versions: a word is looked up once in a post. */
    @Test
    void thePriceOfAPostGrowsNeitherWithLayersNorVersionsNorClaimants() {
        for (String word : List.of("$QZX ", "#QZX ", "QZX ", "QZX/USDT ", "QZXUSDT ")) {
            String text = "crypto buy " + word.repeat(500);
            int few = steps(claimants(3, 0, 1), text);
            int most = few + 500 * 30;
            assertThat(steps(claimants(5_000, 0, 1), text)).as(word).isLessThan(most);
            assertThat(steps(claimants(300, 3_000, 1), text)).as(word).isLessThan(most);
            assertThat(steps(claimants(3, 300, 1), text)).as(word).isLessThan(most);
            assertThat(steps(claimants(2, 1, 1_000), text)).as(word).isLessThan(few + 100);
        }
    }

    private static TokenRegistry claimants(int base, int later, int versions) {
        List<TokenEntry> entries = new ArrayList<>();
        for (int i = 0; i < base; i++) {
            for (int version = 0; version < versions; version++) {
                entries.add(new TokenBuilder("base-" + i, "QZX")
                        .rank(i == 0 ? 1 : null)
                        .from(day(version))
                        .build());
            }
        }
        TokenRegistry registry = TokenRegistry.of(entries);
        for (int i = 0; i < later; i++) {
            registry.put(new TokenBuilder("later-" + i, "QZX").from(day(0)).build());
        }
        return registry;
    }

    private static Instant day(int day) {
        return Instant.parse("2020-01-01T00:00:00Z").plusSeconds(86_400L * day);
    }

    @Test
    void aThousandVersionsAreOneClaimant() {
        TokenRegistry registry = TokenRegistry.shipped();
        for (int version = 0; version < 1_000; version++) {
            registry.put(new TokenBuilder("bitcoin", "BTC")
                    .name("Bitcoin")
                    .assets("bitcoin:version-" + version)
                    .rank(1 + version % 7)
                    .from(day(version))
                    .build());
        }
        for (int version : new int[] {0, 1, 499, 500, 998, 999}) {
            for (String text :
                    List.of("$BTC is up", "Bitcoin is up", "BTC/USDT is up", "crypto BTCUSDT", "BTC to 9 USD")) {
                List<Mention> found = new MentionFinder(registry)
                        .find(
                                Post.Source.TWEET,
                                null,
                                Words.of(text),
                                day(version).toEpochMilli());
                assertThat(found)
                        .as(text)
                        .extracting(Mention::token, Mention::asset, Mention::ambiguous)
                        .containsExactly(tuple("bitcoin", "bitcoin:version-" + version, false));
            }
            assertThat(registry.bestBySymbol("BTC", day(version)))
                    .get()
                    .extracting(TokenEntry::primary)
                    .isEqualTo("bitcoin:version-" + version);
            assertThat(registry.byAsset("bitcoin:version-" + version, day(version)))
                    .get()
                    .extracting(TokenEntry::id)
                    .isEqualTo("bitcoin");
        }
        assertThat(registry.byId("bitcoin", day(-1)))
                .get()
                .extracting(TokenEntry::primary)
                .isEqualTo("bitcoin:native");
    }

    @Test
    void claimantsOfOtherTimesDoNotCount() {
        List<TokenEntry> entries = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            entries.add(new TokenBuilder("early-" + i, "QZX").rank(i + 1).build());
            entries.add(
                    new TokenBuilder("early-" + i, "QZX").from(day(0)).deleted().build());
        }
        entries.add(new TokenBuilder("late", "QZX").rank(5_000).from(day(0)).build());
        assertThat(find(TokenRegistry.of(entries), "$QZX is up"))
                .extracting(Mention::token)
                .containsExactly("late");
    }

    private static int steps(TokenRegistry registry, String text) {
        Lookup lookup = new Lookup(registry.snapshot(), NOW);
        MentionSearch search = new MentionSearch(lookup, Post.Source.TWEET, null);
        search.add(Words.of(text), Mention.Part.TEXT);
        search.mentions();
        return lookup.steps();
    }

    @Test
    void aTokenIsNotMeantBeforeItsTime() {
        MentionFinder finder = new MentionFinder(TokenRegistry.shipped());
        long early = Instant.parse("2018-02-01T00:00:00Z").toEpochMilli();
        Words words = Words.of("crypto PEPE, $TRUMP, Worldcoin and ETH");
        assertThat(finder.find(Post.Source.TWEET, null, words, NOW))
                .extracting(Mention::token)
                .containsExactly("pepe", "official-trump", "worldcoin-wld", "ethereum");
        assertThat(finder.find(Post.Source.TWEET, null, words, early))
                .extracting(Mention::token)
                .doesNotContain("pepe", "official-trump", "worldcoin-wld")
                .contains("ethereum");
    }
}
