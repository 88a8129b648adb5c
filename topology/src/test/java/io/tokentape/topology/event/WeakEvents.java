package io.tokentape.topology.event;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tokentape.topology.text.LabelledPost;
import io.tokentape.topology.text.LabelledSets;
import io.tokentape.topology.text.NearRepeats;
import io.tokentape.topology.text.PhraseMap;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.ReadPost;
import io.tokentape.topology.text.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Examples of kinds of events that are rare among the posts labelled by hand, picked from messages without labels by their
 * phrases: some of the labels are wrong. None is a near-repeat of a post labelled by hand, be it for training or for
 * measuring, or of another one. Same data, same examples in the same order.
 */
final class WeakEvents {
    /** How many examples of a kind messages give at most, so that rare kinds stay the rarer ones. */
    private static final Map<String, Integer> MOST_MESSAGES =
            new TreeMap<>(Map.of("tge", 60, "airdrop", 60, "listing", 60, "delisting", 20, "other", 40));

    private static final int MOST_TITLES = 25;

    private static final String DENIES = "denies";
    private static final int FEWEST_WORDS = 6;
    private static final int MOST_WORDS = 300;

    /** What a post is about it says early. */
    private static final int EARLY = 30;

    /** So that no channel's manner becomes the kind's. */
    private static final int MOST_OF_CHANNEL = 8;

    private static final List<String> LABELLED = List.of("train.posts", "train.signals", "posts", "signals", "tge");

    private final PhraseMap<String[]> phrases;
    private final NoticeHeads heads = NoticeHeads.shipped();
    private final Map<String, List<Post>> messages = new TreeMap<>();
    private final Map<String, List<Post>> titles = new TreeMap<>();

    private WeakEvents() {
        Map<String, String[]> read = new HashMap<>();
        PhraseMap.read(WeakEvents.class, "weak-events.tsv", (phrase, roles) -> read.put(phrase, roles.split(" ")));
        this.phrases = PhraseMap.of(read);
    }

    static List<LabelledPost> pick(LabelledSets sets) {
        WeakEvents weak = new WeakEvents();
        sets.noticeTitles(notice -> add(weak.titles, weak.titleKind(notice), told(notice)));
        sets.channelMessages(message -> add(weak.messages, weak.kind(Words.of(message.text())), message));
        List<String> known = labelledTexts(sets);
        List<LabelledPost> picked = new ArrayList<>();
        MOST_MESSAGES.forEach((kind, most) -> {
            pick(kind, weak.titles.getOrDefault(kind, List.of()), MOST_TITLES, known, picked);
            pick(kind, weak.messages.getOrDefault(kind, List.of()), most, known, picked);
        });
        return picked;
    }

    private static void add(Map<String, List<Post>> candidates, String kind, Post post) {
        if (kind != null) {
            candidates.computeIfAbsent(kind, name -> new ArrayList<>()).add(post);
        }
    }

    private static List<String> labelledTexts(LabelledSets sets) {
        List<String> texts = new ArrayList<>();
        for (String name : LABELLED) {
            for (LabelledPost labelled : sets.gold(name)) {
                texts.add(labelled.post().text());
                if (labelled.post().title() != null) {
                    texts.add(labelled.post().title());
                }
            }
        }
        return texts;
    }

    /** A notice as channels pass it on: its title. */
    private static Post told(Post notice) {
        return new Post(
                Post.Source.TELEGRAM,
                notice.id(),
                notice.at(),
                null,
                null,
                notice.id(),
                null,
                notice.title(),
                null,
                Post.Metrics.NONE);
    }

    private String titleKind(Post notice) {
        Event.Type type = heads.type(ReadPost.of(notice));
        return type == null ? null : type.name().toLowerCase(Locale.ROOT);
    }

    /** The kind that a text says first and is helped by others to mean; null = none. */
    private String kind(Words words) {
        if (words.count() < FEWEST_WORDS || words.count() > MOST_WORDS) {
            return null;
        }
        Set<String> said = new LinkedHashSet<>();
        Map<String, Set<PhraseMap.Phrase<String[]>>> helps = new HashMap<>();
        int word = 0;
        while (word < words.count()) {
            PhraseMap.Phrase<String[]> phrase =
                    words.inHandle(word) || words.inLink(word) ? null : phrases.longest(words, word);
            if (phrase == null) {
                word++;
                continue;
            }
            for (String role : phrase.value()) {
                if (role.equals(DENIES)) {
                    return null;
                }
                String kind = role.substring(0, role.indexOf('.'));
                if (!role.endsWith(".says")) {
                    helps.computeIfAbsent(kind, name -> new HashSet<>()).add(phrase);
                } else if (word < EARLY) {
                    said.add(kind);
                }
            }
            word += phrase.words();
        }
        if (said.isEmpty()) {
            return null;
        }
        String kind = said.iterator().next();
        int needed = said.size() + (kind.endsWith("listing") ? 0 : 1);
        return helps.getOrDefault(kind, Set.of()).size() >= needed ? kind : null;
    }

    /** Takes candidates in an order that has nothing to do with what they say, without near-repeats. */
    private static void pick(
            String kind, List<Post> candidates, int most, List<String> known, List<LabelledPost> picked) {
        List<Post> posts = new ArrayList<>(candidates);
        posts.sort(
                Comparator.comparingLong((Post post) -> Words.hashOf(post.id())).thenComparing(Post::id));
        List<String> texts = new ArrayList<>(known);
        posts.forEach(post -> texts.add(post.text()));
        int[] groups = NearRepeats.groups(texts);
        int first = known.size();
        int taken = 0;
        Map<String, Integer> ofChannel = new HashMap<>();
        for (int i = 0; i < posts.size() && taken < most; i++) {
            Post post = posts.get(i);
            if (groups[first + i] == first + i && ofChannel.merge(post.channel(), 1, Integer::sum) <= MOST_OF_CHANNEL) {
                picked.add(new LabelledPost(
                        "weak", post, JsonNodeFactory.instance.objectNode().put("event", kind)));
                known.add(post.text());
                taken++;
            }
        }
    }
}
