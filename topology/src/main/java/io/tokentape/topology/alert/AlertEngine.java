package io.tokentape.topology.alert;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From events of a subject to its alerts: asks every machine and keeps the cases. A cause is told when its case is opened,
 * when its level or the band of its confidence rises, and when it no longer holds; anything else of the same cause is
 * evidence for the next time. Pure: what it needs to remember it is given and gives back. Safe for use by many threads.
 */
public final class AlertEngine {
    private static final Logger log = LoggerFactory.getLogger(AlertEngine.class);

    private static final int ID_BYTES = 16;
    private static final int MOST_WARNINGS = 16;

    private static final Comparator<Term> STRONGEST_FIRST = Comparator.comparingDouble(
                    (Term term) -> -Math.abs(term.contribution()))
            .thenComparing(Term::name);

    private final List<AlertMachine> machines;
    private final AlertRules rules;
    private final AtomicLong failures = new AtomicLong();

    /**
     * What an event leaves behind and leads to.
     *
     * @param notes {@code failed_<machine>}: it threw, as if it had not been asked; {@code forgot_<machine>}: it remembers as
     *     much as it may, and lost what had not ended
     */
    public record Result(SubjectState state, List<Alert> alerts, List<String> notes) {
        public Result {
            alerts = List.copyOf(alerts);
            notes = List.copyOf(notes);
        }
    }

    /** @param machines each with an id of its own, for which {@code rules} has numbers */
    public AlertEngine(List<AlertMachine> machines, AlertRules rules) {
        this.machines = List.copyOf(machines);
        this.rules = rules;
    }

    /** With every machine that is shipped. */
    public static AlertEngine shipped(AlertRules rules) {
        return new AlertEngine(
                List.of(
                        new SurgeMachine(),
                        new FlipMachine(),
                        new WhaleMachine(),
                        new LiquidityMachine(),
                        new RugMachine(),
                        new BondingMachine(),
                        new ManualMachine(),
                        new LaunchMachine(CancelWords.shipped()),
                        ListingMachine.listing(),
                        ListingMachine.delisting(),
                        WarningMachine.hack(),
                        WarningMachine.scam(),
                        WarningMachine.regulation(),
                        new PumpMachine()),
                rules);
    }

    /**
     * Takes an event; those of a subject in the order of the tape, after {@link #due} up to the event's time.
     *
     * @param state {@link SubjectState#EMPTY} = nothing is remembered
     */
    public Result next(SubjectState state, Subject subject, AlertEvent event) {
        List<Alert> alerts = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        SubjectState after = event instanceof AlertEvent.Withdrawn withdrawn
                ? withdraw(state, subject, withdrawn, alerts)
                : ask(state.with(event.about()), subject, event, alerts, notes);
        return new Result(after, alerts, notes);
    }

    /** Lets end what ends up to and including a time; alerts that follow bear the time it was due. */
    public Result due(SubjectState state, Subject subject, long upTo) {
        List<Alert> alerts = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        SubjectState after = state;
        for (long due = after.dueAt(); due <= upTo && due != SubjectState.NEVER; due = after.dueAt()) {
            after = ask(after, subject, new AlertEvent.Due(due), alerts, notes).after(due);
        }
        return new Result(after, alerts, notes);
    }

    private SubjectState ask(
            SubjectState state, Subject subject, AlertEvent event, List<Alert> alerts, List<String> notes) {
        SubjectState after = state;
        for (AlertMachine machine : machines) {
            Rule rule = rules.at(machine.id(), subject, event.at());
            if (rule.enabled()) {
                AlertMachine.Step step = step(machine, subject, after.memory(machine.id()), event, rule, notes);
                after = after.with(machine.id(), step.memory());
                for (Finding finding : step.findings()) {
                    after = take(after, subject, event, rule, finding, alerts);
                }
            }
        }
        return after;
    }

    /** A machine that cannot use an event keeps none of the others from it. */
    private AlertMachine.Step step(
            AlertMachine machine, Subject subject, Memory before, AlertEvent event, Rule rule, List<String> notes) {
        try {
            AlertMachine.Step step = machine.next(subject, before, event, rule);
            if (step.memory().forgot(before, event.at())) {
                notes.add("forgot_" + machine.id());
            }
            return step;
        } catch (RuntimeException e) {
            notes.add("failed_" + machine.id());
            if (failures.getAndIncrement() < MOST_WARNINGS) {
                log.error("{} cannot use {} of {}", machine.id(), event.id(), subject.name(), e);
            }
            return AlertMachine.Step.nothing(before);
        }
    }

    private SubjectState take(
            SubjectState state, Subject subject, AlertEvent event, Rule rule, Finding finding, List<Alert> alerts) {
        List<Case> cases = new ArrayList<>(state.cases());
        int place = 0;
        while (place < cases.size()
                && !(cases.get(place).isOf(finding) && cases.get(place).openUntil() > event.at())) {
            place++;
        }
        boolean known = place < cases.size();
        if (!known && (finding.retracts() || finding.confidence() < rule.number(Rule.LEAST_CONFIDENCE))) {
            return state;
        }
        Case before = known ? cases.get(place) : Case.opened(finding.cause(), finding.standsOnPosts());
        Case after = before.with(finding, event.id(), event.at() + rule.hoursInMillis(Rule.COOL_DOWN_HOURS));
        if (tells(before, finding, rule)) {
            Alert alert = alert(after, state.about(), subject, event, rule, finding);
            alerts.add(alert);
            after = after.told(alert, finding.retracts() ? finding.level() : Math.max(before.level(), finding.level()));
        }
        if (known) {
            cases.set(place, after);
        } else {
            cases.add(after);
        }
        return state.withCases(cases);
    }

    private static boolean tells(Case before, Finding finding, Rule rule) {
        if (before.last() == null || finding.level() > before.level()) {
            return finding.retracts() || finding.confidence() >= rule.number(Rule.LEAST_CONFIDENCE);
        }
        // A launch is told once a transition.
        return finding.stage() == null
                && !finding.retracts()
                && !before.last().retracted()
                && finding.level() == before.level()
                && Band.of(finding.confidence()).compareTo(before.last().band()) > 0;
    }

    private static Alert alert(Case open, About about, Subject subject, AlertEvent event, Rule rule, Finding finding) {
        Alert last = open.last();
        String caseId = last == null
                ? id(finding.kind().name(), subject.kind().name(), subject.name(), finding.cause(), decided(event))
                : last.caseId();
        int step = last == null ? 1 : last.step() + 1;
        AlertEvent.Entry entry = event instanceof AlertEvent.Entry entered ? entered : null;
        return new Alert(
                id(caseId, Integer.toString(step), decided(event)),
                caseId,
                step,
                finding.kind(),
                subject,
                about,
                finding.venue(),
                last == null ? null : last.stage(),
                finding.stage(),
                finding.dueAt(),
                finding.title(),
                finding.content(),
                finding.confidence(),
                finding.terms().stream().sorted(STRONGEST_FIRST).toList(),
                open.evidence(),
                open.omitted(),
                finding.retracts(),
                rule.label(),
                entry == null ? null : entry.id(),
                entry == null ? null : entry.enteredBy(),
                event.sourceTime(),
                event.at(),
                event.at());
    }

    /** Takes a post back from what machines remember and from the cases; one that stood on it alone no longer holds. */
    private static SubjectState withdraw(
            SubjectState state, Subject subject, AlertEvent.Withdrawn withdrawn, List<Alert> alerts) {
        String post = withdrawn.intelligenceId();
        SubjectState after = state;
        for (String machine : state.memories().keySet()) {
            after = after.with(machine, state.memory(machine).without(trace -> trace.standsOn(post)));
        }
        List<Case> cases = new ArrayList<>();
        for (Case open : state.cases()) {
            cases.add(open.standsOn(post) ? without(open, subject, withdrawn, alerts) : open);
        }
        return after.withCases(cases);
    }

    private static Case without(Case open, Subject subject, AlertEvent.Withdrawn withdrawn, List<Alert> alerts) {
        Case left = open.without(withdrawn.intelligenceId());
        int level = Case.FALLEN;
        LaunchStage stage = null;
        for (Case.Support support : left.supports()) {
            if (support.level() > level) {
                level = support.level();
                stage = support.stage();
            }
        }
        // What lies above the limit still speaks for it, at a level that is no longer known.
        if (!open.standsOnPosts() || open.last().retracted() || level >= open.level() || open.omitted() > 0) {
            return left;
        }
        Alert last = open.last();
        int step = last.step() + 1;
        Alert alert = new Alert(
                id(last.caseId(), Integer.toString(step), decided(withdrawn)),
                last.caseId(),
                step,
                last.kind(),
                subject,
                last.about(),
                last.venue(),
                last.stage(),
                stage,
                last.dueAt(),
                last.title(),
                last.content(),
                last.confidence(),
                last.terms(),
                left.evidence(),
                0,
                true,
                last.rule(),
                null,
                null,
                withdrawn.sourceTime(),
                withdrawn.at(),
                withdrawn.at());
        alerts.add(alert);
        return left.told(alert, level);
    }

    private static String decided(AlertEvent event) {
        return event.id() + '@' + event.at();
    }

    private static String id(String... parts) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\0", parts).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
