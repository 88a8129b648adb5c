package io.tokentape.topology.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.tokentape.topology.story.MapEntries;
import io.tokentape.topology.story.Said;
import io.tokentape.topology.story.StoryShelf;
import io.tokentape.topology.text.TextPrint;
import io.tokentape.topology.text.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WindowBookTest {
    private static final long AT = Instant.parse("2025-06-01T00:00:00Z").toEpochMilli();
    private static final long MINUTE = Span.MINUTE.millis();
    private static final long HOUR = Span.HOUR.millis();
    private static final long DAY = Span.DAY.millis();

    private final MapEntries windows = new MapEntries();
    private final MapEntries stories = new MapEntries();
    private final List<WindowStats> out = new ArrayList<>();
    private WindowBook book = book();

    @Test
    void tellsAWindowAtItsEndOnce() {
        book.reach(AT);
        see("1", AT, "a", "one thing", 1);
        see("2", AT + 1_000, "b", "one thing", 1);
        see("3", AT + 2_000, "b", "another thing", -1);
        book.reach(AT + MINUTE - 1);
        assertThat(out).isEmpty();

        book.reach(AT + MINUTE);
        book.reach(AT + 2 * MINUTE);
        assertThat(out)
                .containsExactly(new WindowStats(
                        "x:AA",
                        AT + MINUTE,
                        "aa",
                        Span.MINUTE,
                        AT + MINUTE,
                        1,
                        3,
                        2,
                        2,
                        1,
                        0,
                        1,
                        0.0,
                        0.5,
                        2,
                        0,
                        2,
                        new Usual(null, null, 0),
                        List.of("1", "3")));
    }

    @Test
    void countsAStoryOnceInALongerWindow() {
        book.reach(AT);
        see("1", AT, "a", "one thing", 1);
        see("2", AT + 2 * MINUTE, "b", "one thing", 1);
        see("3", AT + 3 * MINUTE, "c", "another", 1);
        book.reach(AT + 5 * MINUTE);

        assertThat(out)
                .extracting(WindowStats::span, WindowStats::mentions, WindowStats::stories, WindowStats::sources)
                .containsExactly(
                        tuple(Span.MINUTE, 1L, 1L, 1L),
                        tuple(Span.MINUTE, 1L, 1L, 1L),
                        tuple(Span.MINUTE, 1L, 1L, 1L),
                        tuple(Span.FIVE_MINUTES, 3L, 2L, 3L));
        assertThat(out.get(3).evidence()).containsExactly("1", "3");
    }

    @Test
    void correctsClosedWindowsWhenAPostIsLate() {
        book.reach(AT);
        see("1", AT, "a", "one thing", 1);
        book.reach(AT + 6 * MINUTE);
        out.clear();
        see("2", AT + 1_000, "b", "another", -1);
        see("3", AT + 4 * MINUTE, "b", "a third", -1);

        assertThat(out)
                .extracting(WindowStats::span, WindowStats::at, WindowStats::revision, WindowStats::stories)
                .containsExactly(
                        tuple(Span.MINUTE, AT + 6 * MINUTE, 3, 2L),
                        tuple(Span.FIVE_MINUTES, AT + 6 * MINUTE, 3, 2L),
                        tuple(Span.MINUTE, AT + 6 * MINUTE, 1, 1L),
                        tuple(Span.FIVE_MINUTES, AT + 6 * MINUTE, 5, 3L));
        book.reach(AT + HOUR);
        assertThat(out.get(out.size() - 1).stories()).isEqualTo(3);
    }

    @Test
    void comparesWithTheAssetsOwnPastWithItsEmptyWindows() {
        book.reach(AT);
        for (int hour = 0; hour < 48; hour++) {
            if (hour % 2 == 0) {
                see("p" + hour, AT + hour * HOUR, "a", "words " + hour, 0);
            }
            book.reach(AT + (hour + 1) * HOUR);
        }
        for (int i = 0; i < 6; i++) {
            see("q" + i, AT + 48 * HOUR + i, "a", "more " + i, 0);
        }
        out.clear();
        book.reach(AT + 49 * HOUR);

        WindowStats hour = out.get(out.size() - 1);
        assertThat(hour.span()).isEqualTo(Span.HOUR);
        assertThat(hour.usual()).isEqualTo(new Usual(0.5, 0.5, 48));
        assertThat(hour.usual().velocity(hour.stories())).isEqualTo(5.5);
    }

    @Test
    void forgetsAnAssetThatIsSilentForAMonth() {
        book.reach(AT);
        see("1", AT, "a", "words", 0);
        long end = AT + DAY + WindowBook.SILENCE.toMillis() + WindowBook.LATENESS.toMillis();
        book.reach(end - MINUTE);
        assertThat(windows.size()).isGreaterThan(1);
        book.reach(end);

        assertThat(windows.size()).isEqualTo(1);
        assertThat(stories.size()).isZero();
    }

    @Test
    void equalsABruteForceCountOfTheTape() {
        for (int seed = 0; seed < 20; seed++) {
            comparesWithBruteForce(tape(new Random(seed)));
        }
    }

    @Test
    void goesOnFromWhatIsKept() {
        List<Sighted> tape = tape(new Random(99));
        run(tape, false);
        List<WindowStats> expected = List.copyOf(out);
        out.clear();
        MapEntries again = new MapEntries();
        MapEntries storiesAgain = new MapEntries();
        book = new WindowBook(again, shelf(storiesAgain), out::add);
        long time = Long.MIN_VALUE;
        for (Sighted post : tape) {
            book = new WindowBook(again, shelf(storiesAgain), out::add);
            time = Math.max(time, post.at());
            book.reach(time);
            book.see(asset(post), post, post.at());
        }
        book.reach(time + 2 * DAY);
        assertThat(out).isEqualTo(expected);
    }

    private void comparesWithBruteForce(List<Sighted> tape) {
        out.clear();
        book = new WindowBook(new MapEntries(), shelf(new MapEntries()), out::add);
        Map<String, BruteForce> expected = run(tape, true);
        Map<String, WindowStats> last = new LinkedHashMap<>();
        Map<String, Integer> revisions = new LinkedHashMap<>();
        for (WindowStats stats : out) {
            String key = stats.asset() + ' ' + stats.span() + ' ' + stats.end();
            int before = revisions.getOrDefault(key, -1);
            assertThat(stats.revision()).isEqualTo(before + 2);
            revisions.put(key, stats.revision());
            last.put(key, stats);
        }
        assertThat(last.keySet()).isEqualTo(expected.keySet());
        last.forEach((key, stats) -> expected.get(key).equalTo(stats));
    }

    /** Feeds a tape as an ordered step does; gives what each window should have counted. */
    private Map<String, BruteForce> run(List<Sighted> tape, boolean count) {
        Map<String, BruteForce> expected = new TreeMap<>();
        StoryShelf told = shelf(new MapEntries());
        long time = Long.MIN_VALUE;
        for (Sighted post : tape) {
            time = Math.max(time, post.at());
            book.reach(time);
            book.see(asset(post), post, post.at());
            if (count) {
                String story = told.book(asset(post))
                        .tell(new Said(post.id(), post.at(), post.source(), post.print()))
                        .story();
                for (Span span : Span.ALL) {
                    expected.computeIfAbsent(
                                    asset(post) + ' ' + span + ' ' + span.end(post.at()), key -> new BruteForce())
                            .add(post, story);
                }
            }
        }
        book.reach(time + 2 * DAY);
        return expected;
    }

    private static final class BruteForce {
        private final Map<String, Sighted> firstOfStory = new LinkedHashMap<>();
        private final Set<String> sources = new LinkedHashSet<>();
        private long mentions;
        private long signals;

        void add(Sighted post, String story) {
            mentions++;
            signals += post.signal() ? 1 : 0;
            sources.add(post.source());
            firstOfStory.putIfAbsent(story, post);
        }

        void equalTo(WindowStats stats) {
            assertThat(stats.mentions()).isEqualTo(mentions);
            assertThat(stats.signals()).isEqualTo(signals);
            assertThat(stats.sources()).isEqualTo(sources.size());
            assertThat(stats.stories()).isEqualTo(firstOfStory.size());
            assertThat(stats.bullish()).isEqualTo(labelled(1));
            assertThat(stats.neutral()).isEqualTo(labelled(0));
            assertThat(stats.bearish()).isEqualTo(labelled(-1));
            assertThat(stats.valuable())
                    .isEqualTo(firstOfStory.values().stream()
                            .filter(Sighted::valuable)
                            .count());
            assertThat(stats.stance())
                    .isCloseTo(
                            firstOfStory.values().stream()
                                    .mapToDouble(Sighted::stance)
                                    .average()
                                    .orElseThrow(),
                            within(1e-9));
            assertThat(stats.evidence())
                    .isEqualTo(firstOfStory.values().stream()
                            .sorted(Comparator.comparingDouble(Sighted::value)
                                    .reversed()
                                    .thenComparingLong(Sighted::at)
                                    .thenComparing(Sighted::id))
                            .limit(3)
                            .map(Sighted::id)
                            .toList());
        }

        private long labelled(int label) {
            return firstOfStory.values().stream()
                    .filter(post -> post.label() == label)
                    .count();
        }
    }

    /** Posts over a few hours, some of them late, but none too late. */
    private static List<Sighted> tape(Random random) {
        List<Sighted> tape = new ArrayList<>();
        long time = AT + random.nextInt((int) DAY);
        for (int i = 0; i < 400; i++) {
            time += random.nextInt(10) == 0 ? random.nextInt((int) (2 * HOUR)) : random.nextInt(20_000);
            long late = random.nextInt(4) == 0 ? random.nextInt((int) WindowBook.LATENESS.toMillis()) : 0;
            int label = random.nextInt(3) - 1;
            tape.add(new Sighted(
                    "p" + i,
                    time - late,
                    "aa",
                    "source" + random.nextInt(30),
                    print("text " + random.nextInt(40)),
                    label,
                    label * 0.8,
                    0.5,
                    random.nextBoolean(),
                    random.nextInt(100),
                    random.nextInt(5) == 0));
        }
        return tape;
    }

    private static String asset(Sighted post) {
        return "x:A" + Integer.parseInt(post.id().substring(1)) % 3;
    }

    private void see(String id, long at, String source, String text, int label) {
        book.see("x:AA", new Sighted(id, at, "aa", source, print(text), label, label, 0.5, true, 50, false), at);
    }

    private WindowBook book() {
        return new WindowBook(windows, shelf(stories), out::add);
    }

    private static StoryShelf shelf(MapEntries entries) {
        return new StoryShelf(entries, MINUTE, Span.allMillis());
    }

    private static TextPrint print(String text) {
        return TextPrint.of(null, Words.of(text));
    }
}
