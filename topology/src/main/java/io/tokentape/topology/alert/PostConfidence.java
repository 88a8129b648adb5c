package io.tokentape.topology.alert;

import io.tokentape.topology.text.Post;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The terms of a confidence that machines over posts share: how sure the kind of event is, who says it, how many say it on
 * their own, and what it names. Every weight is a number of the rule.
 */
final class PostConfidence {
    /** Further accounts beyond these add nothing. */
    private static final int MOST_FURTHER = 3;

    private PostConfidence() {}

    /**
     * Terms for what is found in a post.
     *
     * @param heard what spoke for the same, this post among it; traces of copies of another post count 0
     */
    static List<Term> terms(AlertEvent.PostSeen post, List<Trace> heard, Rule rule) {
        List<Term> terms = new ArrayList<>();
        double sure = post.event().confidence();
        terms.add(new Term("event", sure, null, sure * rule.number("event_weight")));
        String source = source(post.source());
        terms.add(new Term("source", null, null, rule.number(source + "_weight")));
        int further = Math.max(0, accounts(heard) - 1);
        if (further > 0) {
            double weight = rule.number("account_weight") * Math.min(MOST_FURTHER, further);
            terms.add(new Term("accounts", 1.0 + further, null, weight));
        }
        if (post.about().company() != null) {
            terms.add(new Term("watched", null, null, rule.number("watched_weight")));
        }
        if (!post.spans().isEmpty()) {
            double doubt = (post.probability() - 1) * rule.number("doubt_weight");
            terms.add(new Term("subject", post.probability(), null, doubt));
        }
        return terms;
    }

    /** What a post leaves in memory; a copy of another post does not count as a source of its own. */
    static Trace trace(String name, AlertEvent.PostSeen post, long until, String text) {
        return new Trace(name, account(post), post.at(), until, isCopy(post) ? 0 : 1, text, post.evidence());
    }

    static String account(AlertEvent.PostSeen post) {
        return post.account() == null ? "" : post.account();
    }

    static boolean isNotice(AlertEvent.PostSeen post) {
        return post.source() == Post.Source.ANNOUNCEMENT;
    }

    static boolean isCopy(AlertEvent.PostSeen post) {
        return post.campaign() != null && post.campaign().size() > 1;
    }

    /** How many accounts said it on their own; those unknown count as one, and copies alone as one in all. */
    static int accounts(List<Trace> heard) {
        Set<String> accounts = new TreeSet<>();
        for (Trace trace : heard) {
            if (trace.value() > 0) {
                accounts.add(trace.who());
            }
        }
        return heard.isEmpty() ? 0 : Math.max(1, accounts.size());
    }

    /** Whether a post is among those that spoke for the same. */
    static boolean knows(List<Trace> heard, AlertEvent.PostSeen post) {
        return heard.stream().anyMatch(trace -> trace.standsOn(post.id()));
    }

    private static String source(Post.Source source) {
        return switch (source) {
            case ANNOUNCEMENT -> "notice";
            case NEWS -> "news";
            case TWEET, TELEGRAM, REDDIT -> "post";
        };
    }

    /** What a subject is called in a title. */
    static String name(Subject subject, About about) {
        return about.symbol() == null ? subject.name() : about.symbol();
    }
}
