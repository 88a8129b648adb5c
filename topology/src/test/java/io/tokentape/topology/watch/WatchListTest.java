package io.tokentape.topology.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.text.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WatchListTest {
    private static final Instant AT = Instant.parse("2024-05-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Acme ships today                  | acme
            ACME ships today                  | acme
            we asked acme today               |
            #acme ships                       | acme
            the Acmeist school                |
            𝐀𝐜𝐦𝐞 and Ａｃｍｅ                  | acme
            A\u200Bcme ships                  | acme
            \u0410\u0441me ships                  | acme
            see https://Acme.example/Acme     |
            from @Acme                        |
            Bolt & Nut Inc rises              | bolt
            Bolt&Nut falls                    |
            Bolt Nut Inc                      |
            #boltnutinc to the moon           | bolt
            boltnutinc to the moon            |
            the First Bank of Nowhere said    | nowhere
            the First Bank said               | first
            First Bank of Nowhere, First Bank | nowhere,first
            we use zed9 here                  | zed
            we use ZED9 here                  | zed
            Shared Name it is                 | one,two
            """)
    void findsCompaniesByTheirNames(String text, String ids) {
        WatchList list = WatchList.empty();
        list.put(company("acme", null, "Acme"));
        list.put(company("bolt", null, "Bolt & Nut Inc"));
        list.put(company("first", null, "First Bank"));
        list.put(company("nowhere", null, "First Bank of Nowhere"));
        list.put(company("zed", null, "zed9"));
        list.put(company("two", null, "Shared Name"));
        list.put(company("one", null, "Shared Name"));

        assertThat(companies(list, text, AT))
                .containsExactlyElementsOf(ids == null ? List.of() : List.of(ids.split(",")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Acme",
                "Acme, Inc.",
                "Yahoo! Finance",
                "S&P Global",
                "Marks & Sparks",
                "A.B.C. Holdings",
                "21Acme",
                "Жук и Партнёры",
                "삼성 전자",
                "L'Acme",
                "Acme (Europe)",
                "A/B Capital",
                "the Bank of All of the Seven Seas"
            })
    void findsEveryNameAsItWasGiven(String name) {
        WatchList list = WatchList.empty();
        list.put(company("x", null, name));

        assertThat(companies(list, name, AT)).containsExactly("x");
        assertThat(companies(list, "so " + name + " said: " + name, AT)).containsExactly("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!!!", "a     b", "a\nb", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17"})
    void refusesANameThatCannotBeFound(String name) {
        WatchList list = WatchList.empty();

        assertThatThrownBy(() -> list.put(company("x", null, name))).isInstanceOf(IllegalArgumentException.class);
        assertThat(companies(list, "x " + name, AT)).isEmpty();
    }

    @Test
    void saysWhereThingsStand() {
        WatchList list = WatchList.empty();
        list.put(company("acme", null, "Acme"));
        list.put(rules("keywords", null, word("rug pull", 1), word("whale", 2)));

        Watched found = new WatchFinder(list)
                .find(
                        Words.of("Whale sells Acme"),
                        Words.of("🚀 a rug-pull, says Acme of the Rug Pull; whale"),
                        null,
                        AT.toEpochMilli());

        assertThat(found)
                .isEqualTo(new Watched(
                        List.of(new CompanySpan("acme", Mention.Part.TITLE, 12, 16)),
                        List.of(
                                new KeywordSpan("whale", 2, Mention.Part.TITLE, 0, 5),
                                new KeywordSpan("rug pull", 1, Mention.Part.TEXT, 5, 13))));
        assertThat(found.hasTier1()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            the hack day        | en | hack day=3
            the hack of the day | en | hack=1
            hackathon           | en |
            a #hackday          | en | hack day=3
            взлом биржи         | ru | взлом=1
            взлом биржи         | en |
            взлом биржи         |    |
            gift                | de | gift=1
            gift                | en | gift=3
            two lists           | en | two lists=2
            """)
    void findsKeywordsOfTheLanguage(String text, String language, String expected) {
        WatchList list = WatchList.empty();
        list.put(rules(
                "keywords",
                null,
                word("hack", 1),
                word("hack day", 3),
                new KeywordRules.Keyword("взлом", 1, "ru"),
                word("gift", 3),
                new KeywordRules.Keyword("gift", 1, "de"),
                word("two lists", 3)));
        list.put(rules("more", null, word("two lists", 2)));

        assertThat(new WatchFinder(list)
                        .find(null, Words.of(text), language, AT.toEpochMilli())
                        .keywords())
                .extracting(found -> found.text() + "=" + found.tier())
                .isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @Test
    void readsAPostToItsEnd() {
        WatchList list = WatchList.empty();
        list.put(rules("keywords", null, word("rug pull", 1)));
        list.put(company("acme", null, "Acme"));
        String text = "nothing of note ".repeat(4_000) + "but a rug pull by Acme";

        assertThat(keywords(list, text, AT)).containsExactly("rug pull");
        assertThat(companies(list, text, AT)).containsExactly("acme");
    }

    @Test
    void aPostMeetsTheNamesOfItsTime() {
        WatchList list = WatchList.empty();
        list.put(company("acme", AT.plusSeconds(100), "Acme", "Acmex"));
        list.put(company("acme", AT, "Acme"));
        list.put(new Company("acme", AT.plusSeconds(200), "Acme", List.of(), true));

        assertThat(companies(list, "Acme", AT.minusMillis(1))).isEmpty();
        assertThat(companies(list, "Acme", AT)).containsExactly("acme");
        assertThat(companies(list, "Acmex", AT.plusSeconds(99))).isEmpty();
        assertThat(companies(list, "Acmex", AT.plusSeconds(100))).containsExactly("acme");
        assertThat(companies(list, "Acme Acmex", AT.plusSeconds(200))).isEmpty();
    }

    @Test
    void aNameThatNoVersionHasAnyMoreIsForgotten() {
        WatchList list = WatchList.empty();
        list.put(company("acme", null, "Acme", "Acme of Old Times"));
        list.put(company("old", null, "Acme of Old"));
        list.put(company("acme", null, "Acme"));

        assertThat(companies(list, "Acme of Ages", AT)).containsExactly("acme");
        assertThat(companies(list, "Acme of Old Times", AT)).containsExactly("old");
        assertThat(companies(list, "here is Acme of Old", AT)).containsExactly("old");
        list.put(new Company("old", null, "Acme of Old", List.of(), true));
        list.put(new Company("acme", null, "Acme", List.of(), true));
        assertThat(companies(list, "Acme of Old Times", AT)).isEmpty();
        assertThat(list.snapshot().slots().get(Words.hashOf("Acme"))).isNull();
    }

    @Test
    void theShippedListsHoldFromAlwaysAndCanBeReplaced() {
        WatchList list = WatchList.shipped();
        assertThat(companies(list, "Coinbase and BlackRock", Instant.EPOCH)).containsExactly("coinbase", "blackrock");
        assertThat(keywords(list, "they were hacked", Instant.EPOCH)).containsExactly("hacked");

        list.put(company("coinbase", AT, "Coinbase Global"));
        list.put(new Company("blackrock", null, "BlackRock", List.of(), true));
        list.put(rules("keywords", AT, word("frozen", 1)));

        assertThat(companies(list, "Coinbase and BlackRock", AT.minusMillis(1))).containsExactly("coinbase");
        assertThat(companies(list, "Coinbase and BlackRock", AT)).isEmpty();
        assertThat(companies(list, "Coinbase Global", AT)).containsExactly("coinbase");
        assertThat(keywords(list, "hacked and frozen", AT)).containsExactly("frozen");
        assertThat(keywords(list, "hacked and frozen", AT.minusMillis(1))).containsExactly("hacked");
    }

    @Test
    void keywordsMayBeTurnedOffAndDeletedKeywordsGiveBackTheShippedOnes() {
        WatchList list = WatchList.shipped();
        list.put(rules("keywords", AT, word("frozen", 1)));
        list.put(new KeywordRules("keywords", AT.plusSeconds(10), false, List.of(word("frozen", 1)), false));
        list.put(new KeywordRules("keywords", AT.plusSeconds(20), true, List.of(), true));
        list.put(new KeywordRules("others", AT, true, List.of(word("frozen", 2)), true));

        assertThat(keywords(list, "hacked and frozen", AT)).containsExactly("frozen");
        assertThat(keywords(list, "hacked and frozen", AT.plusSeconds(10))).isEmpty();
        assertThat(keywords(list, "hacked and frozen", AT.plusSeconds(20))).containsExactly("hacked");
    }

    /** Versions of distinct times may come in any order. */
    @Test
    void doesNotDependOnTheOrderInWhichVersionsCome() {
        Random random = new Random(3);
        String[] names = {"Aa", "Bb", "Cc", "Aa Bb", "Aa Bb Cc", "Dd", "Cc Dd"};
        List<Company> versions = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String name = names[random.nextInt(names.length)];
            String alias = names[random.nextInt(names.length)];
            versions.add(new Company("c" + i % 4, AT.plusSeconds(i), name, List.of(alias), random.nextInt(4) == 0));
        }
        WatchList ordered = WatchList.empty();
        versions.forEach(ordered::put);
        Collections.shuffle(versions, random);
        WatchList shuffled = WatchList.empty();
        versions.forEach(shuffled::put);
        versions.forEach(shuffled::put);

        for (int second = -1; second < 210; second++) {
            String text = "Aa Bb Cc Dd, and Bb. Then Aa!";
            assertThat(companies(shuffled, text, AT.plusSeconds(second)))
                    .as("second " + second)
                    .isEqualTo(companies(ordered, text, AT.plusSeconds(second)));
        }
    }

    @Test
    void holdsAHundredThousandAliases() {
        WatchList list = WatchList.empty();
        List<String> aliases = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            aliases.add("Alias " + name(i));
        }
        list.put(new Company("many", null, "Many", aliases, false));
        for (int i = 50_000; i < 100_000; i++) {
            list.put(company("c" + i, null, "Alias " + name(i)));
        }
        assertThat(companies(list, "an Alias " + name(49_999) + " and Alias " + name(99_999), AT))
                .containsExactly("many", "c99999");

        list.put(company("c99999", AT, "Other " + name(7)));
        assertThat(companies(list, "Other " + name(7), AT)).containsExactly("c99999");
        assertThat(companies(list, "Alias " + name(99_999), AT)).isEmpty();
        assertThat(companies(list, "Alias " + name(99_999), AT.minusMillis(1))).containsExactly("c99999");
    }

    /** A reader sees all names of a version or none. */
    @Test
    void readersNeverSeeHalfAnUpdate() throws InterruptedException, ExecutionException {
        WatchList list = WatchList.empty();
        List<String> even = new ArrayList<>();
        List<String> odd = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            (i % 2 == 0 ? even : odd).add("Name" + name(i));
        }
        list.put(rules("k", null, words(even)));
        Words text = Words.of(String.join(" ", odd) + " " + String.join(" ", even));
        CountDownLatch done = new CountDownLatch(1);
        ExecutorService reader = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> torn = reader.submit(() -> {
                int halves = 0;
                do {
                    List<String> found = new WatchFinder(list)
                            .find(null, text, null, AT.toEpochMilli()).keywords().stream()
                                    .map(KeywordSpan::text)
                                    .toList();
                    halves += found.equals(even) || found.equals(odd) ? 0 : 1;
                } while (done.getCount() > 0);
                return halves;
            });
            for (int i = 0; i < 4_000; i++) {
                list.put(rules("k", null, words(i % 2 == 0 ? odd : even)));
            }
            done.countDown();
            assertThat(torn.get()).isZero();
        } finally {
            reader.shutdownNow();
        }
    }

    /** Letters that tell the number apart, so that no name is the beginning of another. */
    private static String name(int number) {
        StringBuilder name = new StringBuilder();
        for (int rest = number, i = 0; i < 5; i++, rest /= 26) {
            name.append((char) ('a' + rest % 26));
        }
        return name.toString();
    }

    private static KeywordRules.Keyword[] words(List<String> texts) {
        return texts.stream().map(text -> word(text, 2)).toArray(KeywordRules.Keyword[]::new);
    }

    private static KeywordRules.Keyword word(String text, int tier) {
        return new KeywordRules.Keyword(text, tier, null);
    }

    private static KeywordRules rules(String id, Instant effectiveAt, KeywordRules.Keyword... keywords) {
        return new KeywordRules(id, effectiveAt, true, Arrays.asList(keywords), false);
    }

    private static Company company(String id, Instant effectiveAt, String name, String... aliases) {
        return new Company(id, effectiveAt, name, Arrays.asList(aliases), false);
    }

    private static List<String> companies(WatchList list, String text, Instant at) {
        return new WatchFinder(list)
                .find(null, Words.of(text), null, at.toEpochMilli()).companies().stream()
                        .map(CompanySpan::company)
                        .toList();
    }

    private static List<String> keywords(WatchList list, String text, Instant at) {
        return new WatchFinder(list)
                .find(null, Words.of(text), null, at.toEpochMilli()).keywords().stream()
                        .map(KeywordSpan::text)
                        .toList();
    }
}
