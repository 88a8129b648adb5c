package io.tokentape.topology.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.topology.text.TextPrint;
import io.tokentape.topology.text.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StoryBookTest {
    private static final long AT = Instant.parse("2025-06-01T12:00:00Z").toEpochMilli();
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final String ASSET = "x:AA";
    private static final int SETTLE = 1_000;
    private static final int SPAN = 125;

    private final MapEntries entries = new MapEntries();
    private StoryShelf shelf = new StoryShelf(entries, SPAN, List.of(MINUTE, 5 * MINUTE));

    @Test
    void countsACampaignOnce() {
        Texts texts = new Texts(1);
        List<String> campaign = texts.sentence(30);
        StoryBook.Told told = null;
        for (int i = 0; i < 10_000; i++) {
            told = tell("copy" + i, AT + i, "source" + i % 40, texts.copy(campaign));
        }
        assertThat(told.story()).isEqualTo("copy0");
        assertThat(told.size()).isEqualTo(10_000);
        assertThat(read("late", AT + 20_000, String.join(" ", campaign)))
                .contains(new StoryView("copy0", AT, "source0", 10_000, 40));
        assertThat(entries.size()).isEqualTo(1);
    }

    @Test
    void keepsSeededCampaignsAndDistinctTextsApart() {
        Texts texts = new Texts(2);
        List<Said> posts = new ArrayList<>();
        Map<String, String> truth = new HashMap<>();
        for (int story = 0; story < 400; story++) {
            List<String> original = texts.sentence(10 + texts.random.nextInt(40));
            int copies = story % 2 == 0 ? 1 : 2 + texts.random.nextInt(12);
            for (int copy = 0; copy < copies; copy++) {
                String id = story + "-" + copy;
                long at = AT + texts.random.nextInt(3_600_000);
                posts.add(said(id, at, "s", copy == 0 ? String.join(" ", original) : texts.copy(original)));
                truth.put(id, Integer.toString(story));
            }
        }
        posts.sort(Said.IN_ORDER);
        Map<String, String> found = new LinkedHashMap<>();
        posts.forEach(post -> found.put(post.id(), shelf.book(ASSET).tell(post).story()));

        assertThat(pairF1(truth, found)).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void givesTheSameInWhateverOrderPostsComeWithinTheSettleTime() {
        Texts texts = new Texts(3);
        List<List<String>> campaigns = List.of(texts.sentence(20), texts.sentence(12), texts.sentence(40));
        List<Said> posts = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            List<String> original = i % 5 == 0 ? texts.sentence(15) : campaigns.get(texts.random.nextInt(3));
            posts.add(said("p" + i, AT + i * 20L, "source" + texts.random.nextInt(30), texts.copy(original)));
        }
        Map<String, Optional<StoryView>> expected = readAndHear(posts);
        for (int run = 0; run < 20; run++) {
            shelf = new StoryShelf(new MapEntries(), SPAN, List.of());
            assertThat(readAndHear(jittered(posts, texts.random))).isEqualTo(expected);
        }
    }

    @Test
    void goesOnFromWhatIsKept() {
        Texts texts = new Texts(4);
        List<String> campaign = texts.sentence(20);
        List<Said> posts = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            posts.add(said(
                    "p" + i, AT + i * 100L, "source" + i % 70, texts.copy(i % 3 == 0 ? texts.sentence(9) : campaign)));
        }
        Map<String, Optional<StoryView>> expected = readAndHear(posts);
        MapEntries kept = new MapEntries();
        Map<String, Optional<StoryView>> found = new LinkedHashMap<>();
        for (Said post : posts) {
            shelf = new StoryShelf(kept, SPAN, List.of(MINUTE, 5 * MINUTE));
            found.putAll(readAndHear(List.of(post)));
        }
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void doesNotYetKnowWhatWasSaidWithinTheSettleTime() {
        Said first = said("1", AT, "a", "first words");
        Said second = said("2", AT + 900, "b", "first words");
        Said third = said("3", AT + 1_200, "c", "first words");

        assertThat(readAndHear(List.of(first, second, third)))
                .isEqualTo(Map.of(
                        "1", Optional.empty(),
                        "2", Optional.empty(),
                        "3", Optional.of(new StoryView("1", AT, "a", 1, 1))));
    }

    @Test
    void letsALatePostJoinItsStoryAndSaysSo() {
        readAndHear(List.of(said("1", AT, "a", "same words"), said("2", AT + 10_000, "b", "same words")));
        StoryBook book = shelf.book(ASSET);

        assertThat(book.hear(said("0", AT - 5_000, "c", "same words"))).isFalse();
        assertThat(read("3", AT + 20_000, "same words")).contains(new StoryView("1", AT, "a", 3, 3));
    }

    @Test
    void saysInWhichWindowsAStoryIsNew() {
        assertThat(tell("1", AT, "a", "words").firstIn()).containsExactly(true, true);
        assertThat(tell("2", AT + 1, "a", "words").firstIn()).containsExactly(false, false);
        assertThat(tell("3", AT + MINUTE, "a", "words").firstIn()).containsExactly(true, false);
        assertThat(tell("4", AT + 6 * MINUTE, "a", "words").firstIn()).containsExactly(true, true);
        assertThat(tell("late", AT + 2 * MINUTE, "a", "words").firstIn()).containsExactly(true, false);
        assertThat(tell("later", AT + MINUTE, "a", "words").firstIn()).containsExactly(false, false);
    }

    @Test
    void forgetsAStoryThatNobodyTells() {
        long horizon = StoryBook.HORIZON.toMillis();
        assertThat(tell("1", AT, "a", "words").story()).isEqualTo("1");
        assertThat(tell("2", AT + horizon, "a", "words").story()).isEqualTo("1");
        assertThat(tell("3", AT + 2 * horizon + 1, "a", "words").story()).isEqualTo("3");
    }

    @Test
    void forgetsTheStoryToldLongestAgoWhenThereAreTooMany() {
        for (int i = 0; i < StoryBook.MOST_STORIES; i++) {
            tell("p" + i, AT + i, "a", "words " + i);
        }
        tell("again", AT + 5_000, "a", "words 0");
        tell("more", AT + 5_001, "a", "others");

        assertThat(entries.size()).isEqualTo(StoryBook.MOST_STORIES);
        assertThat(tell("a", AT + 5_002, "a", "words 0").story()).isEqualTo("p0");
        assertThat(tell("b", AT + 5_003, "a", "words 1").story()).isEqualTo("b");
    }

    @Test
    void keepsAssetsApart() {
        tell("1", AT, "a", "same words");
        Said post = said("2", AT + 5_000, "a", "same words");

        assertThat(shelf.book("x:AAB").tell(post).story()).isEqualTo("2");
        assertThat(new StoryShelf(entries, SPAN, List.of())
                        .book("x:A")
                        .tell(post)
                        .story())
                .isEqualTo("2");
    }

    @Test
    void bringsBooksBackThatWereOutOfMemory() {
        int assets = StoryShelf.MOST_IN_MEMORY / 100;
        for (int asset = 0; asset < assets; asset++) {
            for (int i = 0; i < 150; i++) {
                shelf.book("x:" + asset).tell(said("p" + i, AT + i, "a", "words " + i));
            }
        }
        assertThat(shelf.book("x:0").tell(said("q", AT + 999, "a", "words 7")).story())
                .isEqualTo("p7");
    }

    private StoryBook.Told tell(String id, long at, String source, String text) {
        return shelf.book(ASSET).tell(said(id, at, source, text));
    }

    private Optional<StoryView> read(String id, long at, String text) {
        return shelf.book(ASSET).read(said(id, at, "reader", text), at - SETTLE);
    }

    private Map<String, Optional<StoryView>> readAndHear(List<Said> posts) {
        Map<String, Optional<StoryView>> found = new HashMap<>();
        for (Said post : posts) {
            StoryBook book = shelf.book(ASSET);
            found.put(post.id(), book.read(post, post.at() - SETTLE));
            assertThat(book.hear(post)).isTrue();
        }
        return found;
    }

    private static Said said(String id, long at, String source, String text) {
        return new Said(id, at, source, TextPrint.of(null, Words.of(text)));
    }

    /** The posts as they may come when each is delayed by less than the settle time. */
    private static List<Said> jittered(List<Said> posts, Random random) {
        Map<Said, Long> arrival = new HashMap<>();
        posts.forEach(post -> arrival.put(post, post.at() + random.nextInt(SETTLE - SPAN)));
        List<Said> order = new ArrayList<>(posts);
        Collections.shuffle(order, random);
        order.sort((one, other) -> Long.compare(arrival.get(one), arrival.get(other)));
        return order;
    }

    private static double pairF1(Map<String, String> truth, Map<String, String> found) {
        List<String> ids = List.copyOf(found.keySet());
        long both = 0;
        long either = 0;
        for (int i = 0; i < ids.size(); i++) {
            for (int j = 0; j < i; j++) {
                boolean same = truth.get(ids.get(i)).equals(truth.get(ids.get(j)));
                boolean together = found.get(ids.get(i)).equals(found.get(ids.get(j)));
                both += same && together ? 2 : 0;
                either += (same ? 1 : 0) + (together ? 1 : 0);
            }
        }
        return (double) both / either;
    }

    /** Made-up texts and copies of them with small changes. */
    private static final class Texts {
        private static final int VOCABULARY = 2_000;
        final Random random;

        Texts(long seed) {
            random = new Random(seed);
        }

        List<String> sentence(int words) {
            List<String> sentence = new ArrayList<>();
            for (int i = 0; i < words; i++) {
                sentence.add(word());
            }
            return sentence;
        }

        /** Common words are common, as in a language. */
        private String word() {
            int rank = (int) (VOCABULARY * Math.pow(random.nextDouble(), 3));
            return "w" + Integer.toString(rank + 36 * 36, 36).replaceAll("[0-9]", "z");
        }

        String copy(List<String> original) {
            List<String> words = new ArrayList<>(original);
            if (random.nextInt(3) == 0) {
                words.set(random.nextInt(words.size()), word());
            }
            if (random.nextBoolean()) {
                words.add("https://x.example/" + random.nextInt(1_000));
            }
            if (random.nextBoolean()) {
                words.add(random.nextInt(words.size()), "\uD83D\uDE80");
            }
            if (random.nextBoolean()) {
                words.add(0, "@channel" + random.nextInt(50));
            }
            if (random.nextBoolean()) {
                words.add(random.nextInt(5_000) + " views");
            }
            return String.join(" ", words);
        }
    }
}
