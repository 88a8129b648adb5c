package io.tokentape.topology.alert;

import io.tokentape.topology.event.Event;
import io.tokentape.topology.notice.Announcement;
import java.util.ArrayList;
import java.util.List;

/**
 * Listings and delistings of an asset at a venue: told as a rumour, then as a statement; whatever says the same later is
 * evidence. A post that names no venue belongs to the venue that was named last.
 *
 * <p>Remembers one trace a post for {@code window_hours}; each look is at those of one venue.
 */
final class ListingMachine implements AlertMachine {
    private static final int RUMOUR = 1;
    private static final int STATED = 2;

    /** Of a post that names no venue while none is known. */
    private static final String ANYWHERE = "";

    private static final String SAID = "said ";

    private final String id;
    private final AlertKind kind;
    private final Event.Type type;
    private final String words;

    private ListingMachine(String id, AlertKind kind, Event.Type type, String words) {
        this.id = id;
        this.kind = kind;
        this.type = type;
        this.words = words;
    }

    static ListingMachine listing() {
        return new ListingMachine("alert.listing", AlertKind.LISTING, Event.Type.LISTING, "to be listed");
    }

    static ListingMachine delisting() {
        return new ListingMachine("alert.delisting", AlertKind.DELISTING, Event.Type.DELISTING, "to be delisted");
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Step next(Subject subject, Memory memory, AlertEvent event, Rule rule) {
        if (!(event instanceof AlertEvent.PostSeen post)
                || subject.kind() == Subject.Kind.CHANNEL
                || subject.kind() == Subject.Kind.COMPANY
                || post.event().type() != type
                || post.event().confidence() < rule.number("least_event")
                || post.announcement() == null
                || !isAbout(subject, post, rule)) {
            return Step.nothing(memory);
        }
        Announcement said = post.announcement();
        String venue = said.venue() == null ? lastVenue(memory) : said.venue();
        Memory after = memory.with(PostConfidence.trace(
                SAID + venue, post, post.at() + rule.hoursInMillis("window_hours"), said.whenStart()));
        List<Trace> heard = after.named(SAID + venue);
        List<Term> terms = new ArrayList<>(PostConfidence.terms(post, heard, rule));
        if (said.venue() != null) {
            terms.add(new Term("venue", null, null, rule.number("venue_weight")));
        }
        int level = said.stage() == Announcement.Stage.RUMOUR ? RUMOUR : STATED;
        if (level == RUMOUR) {
            terms.add(new Term("rumour", null, null, -rule.number("rumour_weight")));
        }
        String at = venue.equals(ANYWHERE) ? "" : (kind == AlertKind.LISTING ? " on " : " from ") + venue;
        return Step.found(
                after,
                Finding.ofPosts(
                        kind,
                        venue,
                        level,
                        null,
                        venue.equals(ANYWHERE) ? null : venue,
                        said.whenStart(),
                        PostConfidence.name(subject, post.about()) + ' ' + words + at,
                        terms,
                        List.of(post.evidence())));
    }

    /** A token that the notice names as its own, or one that the post is about because it means few others. */
    private static boolean isAbout(Subject subject, AlertEvent.PostSeen post, Rule rule) {
        List<String> tokens = post.announcement().tokens();
        String symbol = subject.kind() == Subject.Kind.SYMBOL
                ? subject.name()
                : post.about().symbol();
        return tokens.isEmpty()
                ? post.tokens() <= rule.number("most_tokens")
                : symbol != null && tokens.contains(symbol);
    }

    private static String lastVenue(Memory memory) {
        List<Trace> traces = memory.traces();
        for (int i = traces.size() - 1; i >= 0; i--) {
            if (traces.get(i).name().startsWith(SAID)) {
                return traces.get(i).name().substring(SAID.length());
            }
        }
        return ANYWHERE;
    }
}
