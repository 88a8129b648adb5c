package io.tokentape.topology.alert;

import io.tokentape.topology.event.Event;
import io.tokentape.topology.notice.Announcement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * The launch of a token, told at every transition: rumour, announced, dated, live, listed, or cancelled. It never goes back:
 * what says less than is known is evidence. A date that its own source, a notice or two accounts replace is told again under
 * the same case; one that others contradict lowers the confidence. It goes live no earlier than its date.
 *
 * <p>Subjects are assets, companies and the symbols of tokens that no registry knows. Remembers for {@code window_hours}
 * what posts said of its stage, the dates they state, and changes of date; each look is at those.
 */
final class LaunchMachine implements AlertMachine {
    /** Between two stages there is room for dates that are changed. */
    static final int LEVELS_A_STAGE = 100;

    /** Its text is the stage. */
    private static final String SAID = "said";
    /** Its text is a date that a post states. */
    private static final String DATE = "date";
    /** Its text is a date that took the place of another. */
    private static final String CHANGED = "changed";

    private static final String NATIVE = ":native";

    private static final int DAY_LENGTH = "2026-01-31".length();

    private final CancelWords cancelled;

    LaunchMachine(CancelWords cancelled) {
        this.cancelled = cancelled;
    }

    @Override
    public String id() {
        return "alert.tge";
    }

    @Override
    public Step next(Subject subject, Memory memory, AlertEvent event, Rule rule) {
        if (!(event instanceof AlertEvent.PostSeen post)
                || subject.kind() == Subject.Kind.CHANNEL
                || PostConfidence.knows(memory.named(SAID), post)) {
            return Step.nothing(memory);
        }
        LaunchStage before = reached(memory);
        LaunchStage claimed = claimed(subject, post, before, rule);
        if (claimed == null) {
            return Step.nothing(memory);
        }
        long until = post.at() + rule.hoursInMillis("window_hours");
        String stated = post.announcement() == null ? null : post.announcement().whenStart();
        Memory after = memory;
        if (stated != null && (before == null || before.compareTo(LaunchStage.LIVE) < 0)) {
            after = after.with(PostConfidence.trace(DATE, post, until, stated));
            if (before == LaunchStage.DATED && replaces(after, post, stated)) {
                after = after.with(PostConfidence.trace(CHANGED, post, until, stated));
            }
        }
        String due = due(after);
        LaunchStage said = notEarly(claimed, due, post, rule);
        after = after.with(PostConfidence.trace(SAID, post, until, said.name()));
        LaunchStage stage = reached(after);
        int level = stage.ordinal() * LEVELS_A_STAGE
                + (stage == LaunchStage.DATED ? after.named(CHANGED).size() : 0);
        return Step.found(
                after,
                Finding.ofPosts(
                        AlertKind.TGE,
                        "",
                        level,
                        stage,
                        post.announcement() == null ? null : post.announcement().venue(),
                        due,
                        title(PostConfidence.name(subject, post.about()), stage, due),
                        terms(post, after, due, stage, rule),
                        List.of(post.evidence())));
    }

    /**
     * The stage that a post claims; null = it says nothing of a launch of the subject.
     *
     * @param before null = nothing is known
     */
    private LaunchStage claimed(Subject subject, AlertEvent.PostSeen post, LaunchStage before, Rule rule) {
        if (before != null && post.tokens() <= rule.number("most_tokens") && cancelled.in(post.words())) {
            return LaunchStage.CANCELLED;
        }
        Announcement said = post.announcement();
        if (said == null || said.stage() == null || !names(subject, post)) {
            return null;
        }
        Event.Type type = post.event().type();
        if (before != null && type == Event.Type.LISTING) {
            return said.stage() == Announcement.Stage.RUMOUR ? null : LaunchStage.LISTED;
        }
        if (type != Event.Type.TGE || post.event().confidence() < rule.number("least_event")) {
            return null;
        }
        if (isLaunched(post) || said.venue() == null && said.project() == null && said.whenStart() == null) {
            return null;
        }
        return switch (said.stage()) {
            case RUMOUR -> LaunchStage.RUMOUR;
            case ANNOUNCED -> LaunchStage.ANNOUNCED;
            case DATED -> LaunchStage.DATED;
            case LIVE, COMPLETED -> LaunchStage.LIVE;
        };
    }

    /** A chain's own coin that the registry knows is out. */
    private static boolean isLaunched(AlertEvent.PostSeen post) {
        return post.about().asset() != null && post.about().asset().endsWith(NATIVE);
    }

    /** Whether the announcement is about the subject and not only in a post that names it. */
    private static boolean names(Subject subject, AlertEvent.PostSeen post) {
        List<String> tokens = post.announcement().tokens();
        return switch (subject.kind()) {
            case SYMBOL -> tokens.contains(subject.name());
            case ASSET ->
                post.about().symbol() != null && tokens.contains(post.about().symbol());
            case COMPANY ->
                post.companies().stream().allMatch(subject.name()::equals)
                        && (post.about().symbol() == null
                                || tokens.contains(post.about().symbol()));
            case CHANNEL -> false;
        };
    }

    /** Whether the date that a post states takes the place of the one that holds. */
    private static boolean replaces(Memory memory, AlertEvent.PostSeen post, String stated) {
        String held = due(memory);
        if (sameDate(held, stated)) {
            return false;
        }
        String account = PostConfidence.account(post);
        boolean own = false;
        boolean seconded = false;
        for (Trace date : memory.named(DATE)) {
            boolean ofOther = !date.who().equals(account);
            own |= !ofOther && sameDate(date.text(), held);
            seconded |= ofOther && sameDate(date.text(), stated);
        }
        return own || seconded || PostConfidence.isNotice(post);
    }

    /** The date that holds: the last that took another's place, else the first stated; null = none is known. */
    private static String due(Memory memory) {
        return memory.findLast(CHANGED)
                .or(() -> memory.named(DATE).stream().findFirst())
                .map(Trace::text)
                .orElse(null);
    }

    /** Before its date a launch is dated, whatever a post says. */
    private static LaunchStage notEarly(LaunchStage claimed, String due, AlertEvent.PostSeen post, Rule rule) {
        if (due == null || claimed == LaunchStage.CANCELLED) {
            return claimed;
        }
        boolean begun = claimed == LaunchStage.LIVE || claimed == LaunchStage.LISTED;
        boolean early = post.at() < firstMoment(due) - rule.hoursInMillis("early_hours");
        return begun && early || claimed == LaunchStage.ANNOUNCED ? LaunchStage.DATED : claimed;
    }

    private static List<Term> terms(AlertEvent.PostSeen post, Memory memory, String due, LaunchStage stage, Rule rule) {
        List<Term> terms = new ArrayList<>(PostConfidence.terms(post, memory.named(SAID), rule));
        if (post.announcement() != null && post.announcement().venue() != null) {
            terms.add(new Term("venue", null, null, rule.number("venue_weight")));
        }
        if (due != null) {
            terms.add(new Term("date", null, null, rule.number("date_weight")));
        }
        if (stage == LaunchStage.DATED) {
            double conflicts = conflicts(memory, due);
            if (conflicts > 0) {
                terms.add(new Term("date_conflict", conflicts, null, -rule.number("conflict_weight")));
            }
        }
        if (stage == LaunchStage.RUMOUR) {
            terms.add(new Term("rumour", null, null, -rule.number("rumour_weight")));
        }
        return terms;
    }

    /** How many accounts stated another date after the one that holds was first stated. */
    private static long conflicts(Memory memory, String due) {
        List<Trace> dates = memory.named(DATE);
        int from = 0;
        while (from < dates.size() && !sameDate(dates.get(from).text(), due)) {
            from++;
        }
        return dates.subList(from, dates.size()).stream()
                .filter(date -> !sameDate(date.text(), due))
                .map(Trace::who)
                .distinct()
                .count();
    }

    private static String title(String name, LaunchStage stage, String due) {
        return switch (stage) {
            case RUMOUR -> name + ": rumour of a launch";
            case ANNOUNCED -> name + ": launch announced";
            case DATED -> name + ": launch dated " + due;
            case LIVE -> name + ": launch is live";
            case LISTED -> name + ": trades after its launch";
            case CANCELLED -> name + ": launch is said to be cancelled";
        };
    }

    /** The furthest stage that was said; null = none. */
    private static LaunchStage reached(Memory memory) {
        LaunchStage reached = null;
        for (Trace trace : memory.named(SAID)) {
            LaunchStage stage = LaunchStage.valueOf(trace.text());
            reached = reached == null || stage.compareTo(reached) > 0 ? stage : reached;
        }
        return reached;
    }

    /** Of days and moments, whether they can be the same. */
    private static boolean sameDate(String one, String other) {
        boolean days = one.length() == DAY_LENGTH || other.length() == DAY_LENGTH;
        return one.equals(other) || days && one.startsWith(other.substring(0, DAY_LENGTH));
    }

    /** Of a day in UTC or a moment, epoch milliseconds. */
    private static long firstMoment(String date) {
        Instant moment = date.length() == DAY_LENGTH
                ? LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant()
                : Instant.parse(date);
        return moment.toEpochMilli();
    }
}
