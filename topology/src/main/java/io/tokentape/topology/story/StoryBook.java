package io.tokentape.topology.story;

import io.tokentape.topology.text.TextPrint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The live stories of one asset. Told posts in order of time and id, it gives each the earliest live story that its text
 * near-repeats, or a story of its own.
 *
 * <p>At most {@value #MOST_STORIES} stories live: beyond that the one goes that was told longest ago; and a story goes when
 * nobody has told it for {@link #HORIZON}. A post costs one pass over the heads of the live stories' prints, eight bytes
 * each. Not safe for use by many threads.
 */
public final class StoryBook {
    public static final int MOST_STORIES = 2_048;
    public static final Duration HORIZON = Duration.ofDays(7);

    private static final long HORIZON_MILLIS = HORIZON.toMillis();

    /** A story is kept a little longer than it lives, for those who read as of a moment ago. */
    private static final long KEPT_MILLIS = HORIZON_MILLIS + Duration.ofHours(1).toMillis();

    /** Where what changes is kept. */
    interface Keeper {
        void keep(Story story);

        void forget(Story story);

        void keepWaiting(Said post);

        void forgetWaiting(Said post);
    }

    /** What was kept of an asset. */
    record Kept(List<Story> stories, List<Said> waiting) {}

    /**
     * What telling a post gave.
     *
     * @param story id of the story
     * @param size posts that have told it, this one among them
     * @param firstIn by window length, whether it is the first to tell it in the window
     */
    public record Told(String story, int size, List<Boolean> firstIn) {
        public Told {
            firstIn = List.copyOf(firstIn);
        }
    }

    private final Keeper keeper;
    private final long spanMillis;
    private final long[] windowMillis;
    /** In order of last telling. */
    private final Map<String, Story> stories = new LinkedHashMap<>();

    /** What was said and is not yet told, since posts may still come that were said before it. */
    private final NavigableSet<Said> waiting = new TreeSet<>(Said.IN_ORDER);

    /** Up to and including which time everything is told that was said. */
    private long settled = Long.MIN_VALUE;

    private long[] heads = new long[8];
    private Story[] slots = new Story[8];
    private int used;
    private long order;

    /**
     * @param spanMillis one reads as of the end of a span of this length; exactly, if no more than {@value Story#MARKS}
     *     such spans before the latest post
     * @param windowMillis lengths of the windows in which stories are counted once
     */
    StoryBook(Keeper keeper, Kept kept, long spanMillis, List<Long> windowMillis) {
        this.keeper = keeper;
        this.spanMillis = spanMillis;
        this.windowMillis = windowMillis.stream().mapToLong(Long::longValue).toArray();
        List<Story> sorted = new ArrayList<>(kept.stories());
        sorted.sort(Comparator.comparingLong(Story::touched).thenComparing(story -> story.id));
        for (Story story : sorted) {
            add(story);
            order = story.touched();
            settled = Math.max(settled, story.lastAt());
        }
        waiting.addAll(kept.waiting());
    }

    /** How many stories and posts are kept. */
    int size() {
        return used + waiting.size();
    }

    /**
     * Lets a post wait until one reads past it, so that posts that come in another order than they were said change
     * nothing.
     *
     * @return false when one has read past it already: it is told at once
     */
    boolean hear(Said post) {
        if (post.at() <= settled) {
            tell(post);
            return false;
        }
        waiting.add(post);
        keeper.keepWaiting(post);
        return true;
    }

    /** Tells a post; one that is late joins the story as it is. */
    public Told tell(Said post) {
        dropSilent(post.at());
        Story story = find(post, post.at() + HORIZON_MILLIS).orElse(null);
        if (story == null) {
            story = new Story(post, windowMillis.length);
            if (used == MOST_STORIES) {
                drop(stories.values().iterator().next());
            }
            add(story);
        } else {
            stories.remove(story.id);
            stories.put(story.id, story);
        }
        story.tell(post, Math.floorDiv(post.at(), spanMillis), ++order);
        List<Boolean> firstIn = new ArrayList<>(windowMillis.length);
        for (int length = 0; length < windowMillis.length; length++) {
            firstIn.add(story.firstIn(length, Math.floorDiv(post.at(), windowMillis[length])));
        }
        keeper.keep(story);
        return new Told(story.id, story.size(), firstIn);
    }

    /**
     * The story that a post near-repeats, as it was known at the end of the last whole span before a moment. What waits
     * from before then is told first.
     */
    Optional<StoryView> read(Said post, long asOf) {
        long span = Math.floorDiv(asOf, spanMillis) - 1;
        long until = (span + 1) * spanMillis - 1;
        while (!waiting.isEmpty() && waiting.first().at() <= until) {
            Said next = waiting.pollFirst();
            keeper.forgetWaiting(next);
            tell(next);
        }
        settled = Math.max(settled, until);
        return find(post, until).map(story -> story.asOf(span));
    }

    /** Forgets everything. */
    void clear() {
        while (used > 0) {
            drop(slots[used - 1]);
        }
        waiting.forEach(keeper::forgetWaiting);
        waiting.clear();
    }

    /** The earliest live story that the post repeats. */
    private Optional<Story> find(Said post, long firstUntil) {
        long head = post.print().head();
        Story earliest = null;
        for (int slot = 0; slot < used; slot++) {
            if (TextPrint.mayRepeat(heads[slot], head)) {
                Story story = slots[slot];
                if (story.firstAt <= firstUntil
                        && story.lastAt() >= post.at() - HORIZON_MILLIS
                        && (earliest == null || isBefore(story, earliest))
                        && story.print.repeats(post.print())) {
                    earliest = story;
                }
            }
        }
        return Optional.ofNullable(earliest);
    }

    private static boolean isBefore(Story story, Story other) {
        return story.firstAt < other.firstAt || story.firstAt == other.firstAt && story.id.compareTo(other.id) < 0;
    }

    private void dropSilent(long at) {
        while (!stories.isEmpty()) {
            Story oldest = stories.values().iterator().next();
            if (oldest.lastAt() >= at - KEPT_MILLIS) {
                return;
            }
            drop(oldest);
        }
    }

    private void add(Story story) {
        if (used == heads.length) {
            heads = Arrays.copyOf(heads, used * 2);
            slots = Arrays.copyOf(slots, used * 2);
        }
        heads[used] = story.print.head();
        slots[used] = story;
        used++;
        stories.put(story.id, story);
    }

    private void drop(Story story) {
        stories.remove(story.id);
        int slot = 0;
        while (slots[slot] != story) {
            slot++;
        }
        used--;
        heads[slot] = heads[used];
        slots[slot] = slots[used];
        slots[used] = null;
        keeper.forget(story);
    }
}
