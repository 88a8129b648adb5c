package io.tokentape.topology.alert;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Large holders move: a post says so with the amount, or their share of the supply has changed between two observations of
 * one provider. Posts that state the same amount, to two digits, tell of the same movement.
 */
public final class WhaleMachine implements AlertMachine {
    public static final String ID = "alert.whale";

    private static final String REPORT = "report";
    private static final String UP = "up";
    private static final String DOWN = "down";
    private static final MathContext TWO_DIGITS = new MathContext(2);

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Step next(Subject subject, Memory memory, AlertEvent event, Rule rule) {
        if (event instanceof AlertEvent.PostSeen post) {
            return next(memory, post, rule);
        }
        return event instanceof AlertEvent.Observation observation
                ? next(memory, observation, rule)
                : Step.nothing(memory);
    }

    private static Step next(Memory memory, AlertEvent.PostSeen post, Rule rule) {
        double leastAmount = rule.number("least_amount_usd");
        if (post.event().type() != io.tokentape.topology.event.Event.Type.WHALE
                || post.event().confidence() < rule.number("least_event_confidence")
                || post.amountUsd() == null
                || post.amountUsd() < leastAmount) {
            return Step.nothing(memory);
        }
        String amount = new BigDecimal(post.amountUsd()).round(TWO_DIGITS).toPlainString();
        String who = post.account() == null ? "" : post.account();
        Evidence evidence = post.evidence();
        Memory remembered = memory.with(new Trace(
                REPORT,
                who,
                post.at(),
                post.at() + rule.hoursInMillis(Rule.COOL_DOWN_HOURS),
                post.amountUsd(),
                amount,
                evidence));
        long accounts = remembered.named(REPORT).stream()
                .filter(trace -> trace.text().equals(amount))
                .map(Trace::who)
                .distinct()
                .count();
        List<Term> terms = List.of(
                new Term(
                        "event",
                        post.event().confidence(),
                        rule.number("least_event_confidence"),
                        0.5 * post.event().confidence()),
                Term.rising(
                        "amount_usd_log10",
                        StrictMath.log10(post.amountUsd()),
                        StrictMath.log10(leastAmount),
                        StrictMath.log10(leastAmount) + 2,
                        0.1,
                        0.3),
                Term.rising("accounts", accounts, 1, 3, 0, rule.number("accounts_weight")));
        return Step.found(
                remembered,
                Finding.ofPosts(
                        AlertKind.WHALE,
                        "moved " + amount,
                        0,
                        null,
                        null,
                        null,
                        "about $" + amount + " moved: " + post.words(),
                        terms,
                        List.of(evidence)));
    }

    private static Step next(Memory memory, AlertEvent.Observation observation, Rule rule) {
        Memory remembered = memory;
        List<Finding> findings = new ArrayList<>();
        remembered = share("top10", observation.top10Share(), remembered, observation, rule, findings);
        remembered = share("creator", observation.creatorShare(), remembered, observation, rule, findings);
        return new Step(remembered, findings);
    }

    private static Memory share(
            String holders,
            Double share,
            Memory memory,
            AlertEvent.Observation observation,
            Rule rule,
            List<Finding> findings) {
        if (share == null) {
            return memory;
        }
        long window = rule.hoursInMillis("window_hours");
        Series highest = new Series(holders + "_highest", observation.provider(), window);
        Series lowest = new Series(holders + "_lowest", observation.provider(), window);
        move(holders, DOWN, highest.greatest(memory, observation.at()), share, rule, findings);
        move(holders, UP, lowest.least(memory, observation.at()), share, rule, findings);
        return lowest.add(highest.add(memory, observation.at(), share, Math::max), observation.at(), share, Math::min);
    }

    private static void move(
            String holders, String way, OptionalDouble before, double now, Rule rule, List<Finding> findings) {
        double moved = before.isEmpty() ? 0 : way.equals(UP) ? now - before.getAsDouble() : before.getAsDouble() - now;
        double least = rule.number("least_share_change");
        if (moved < least) {
            return;
        }
        String whose = holders.equals("creator") ? "creator's share" : "share of the ten largest holders";
        findings.add(Finding.ofNumbers(
                AlertKind.WHALE,
                holders + ' ' + way,
                0,
                String.format(
                        Locale.ROOT,
                        "%s %s from %.1f %% to %.1f %%",
                        whose,
                        way,
                        before.getAsDouble() * 100,
                        now * 100),
                List.of(Term.rising("share_change", moved, least, 4 * least, 0.5, 0.9)),
                List.of()));
    }
}
