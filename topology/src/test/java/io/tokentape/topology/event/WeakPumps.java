package io.tokentape.topology.event;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tokentape.topology.text.LabelledPost;
import io.tokentape.topology.text.LabelledSets;
import io.tokentape.topology.text.NearRepeats;
import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Examples of messages of pumps and of all else, from channels none of whose messages were labelled by hand: a message
 * belongs to a pump when a logged pump of its channel is near and it says one of a list of phrases; it belongs to none when
 * no pump is near and it says none. Some of the labels are wrong. None is a near-repeat of another or of a message labelled by hand.
 * Same data, same examples in the same order.
 */
final class WeakPumps {
    private static final String SAYS = "says";

    private static final Duration BEFORE = Duration.ofHours(26);
    private static final Duration AFTER = Duration.ofHours(2);

    /** No example of all else is nearer to a pump. */
    private static final Duration FAR = Duration.ofDays(2);

    /** So that no channel's manner becomes that of pumps. */
    private static final int MOST_OF_CHANNEL = 40;

    private static final int MOST = 1_500;

    private final PhraseMap<String> phrases;
    private final Map<String, NavigableSet<Instant>> pumps;

    private WeakPumps(Map<String, NavigableSet<Instant>> pumps) {
        Map<String, String> read = new HashMap<>();
        PhraseMap.read(WeakPumps.class, "weak-pumps.tsv", read::put);
        this.phrases = PhraseMap.of(read);
        this.pumps = pumps;
    }

    /** @param labelled messages labelled by hand */
    static List<LabelledPost> pick(LabelledSets sets, List<LabelledPost> labelled) {
        Set<String> taken = new HashSet<>();
        List<String> known = new ArrayList<>();
        for (LabelledPost post : labelled) {
            taken.add(post.post().channel());
            known.add(post.post().text());
        }
        WeakPumps weak = new WeakPumps(sets.loggedPumps());
        List<Post> pumps = new ArrayList<>();
        List<Post> others = new ArrayList<>();
        sets.channelMessages(message -> {
            if (!taken.contains(message.channel()) && message.text().length() > 3) {
                weak.sort(message, pumps, others);
            }
        });
        List<LabelledPost> picked = new ArrayList<>();
        pick("1", pumps, known, picked);
        pick("0", others, known, picked);
        return picked;
    }

    private void sort(Post message, List<Post> ofPumps, List<Post> ofNone) {
        NavigableSet<Instant> times = pumps.getOrDefault(message.channel(), new TreeSet<>());
        Set<String> roles = roles(Words.of(message.text()));
        if (roles.contains(SAYS) && within(times, message.at(), BEFORE, AFTER)) {
            ofPumps.add(message);
        } else if (roles.isEmpty() && !within(times, message.at(), FAR, FAR)) {
            ofNone.add(message);
        }
    }

    private static boolean within(NavigableSet<Instant> times, Instant at, Duration before, Duration after) {
        Instant next = times.higher(at.minus(after));
        return next != null && !next.isAfter(at.plus(before));
    }

    private Set<String> roles(Words words) {
        Set<String> roles = new HashSet<>();
        for (int word = 0; word < words.count(); word++) {
            PhraseMap.Phrase<String> phrase = phrases.longest(words, word);
            if (phrase != null) {
                roles.add(phrase.value());
            }
        }
        return roles;
    }

    /** Takes candidates in an order that has nothing to do with what they say, without near-repeats. */
    private static void pick(String kind, List<Post> candidates, List<String> known, List<LabelledPost> picked) {
        List<Post> posts = new ArrayList<>(candidates);
        posts.sort(
                Comparator.comparingLong((Post post) -> Words.hashOf(post.id())).thenComparing(Post::id));
        Map<String, Integer> ofChannel = new TreeMap<>();
        posts.removeIf(post -> ofChannel.merge(post.channel(), 1, Integer::sum) > 3 * MOST_OF_CHANNEL);
        List<String> texts = new ArrayList<>(known);
        posts.forEach(post -> texts.add(post.text()));
        int[] groups = NearRepeats.groups(texts);
        int first = known.size();
        ofChannel.clear();
        int taken = 0;
        for (int i = 0; i < posts.size() && taken < MOST; i++) {
            Post post = posts.get(i);
            if (groups[first + i] == first + i && ofChannel.merge(post.channel(), 1, Integer::sum) <= MOST_OF_CHANNEL) {
                picked.add(new LabelledPost(
                        "weak", post, JsonNodeFactory.instance.objectNode().put("kind", kind)));
                taken++;
            }
        }
    }
}
