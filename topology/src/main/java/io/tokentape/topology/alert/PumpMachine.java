package io.tokentape.topology.alert;

import io.tokentape.topology.event.Event;
import io.tokentape.topology.signal.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Pumps. Of a channel: what it announces, the start it states, the countdown to it and the coin it names, as one case a
 * start. Of an asset or a symbol: calls of several channels within a short time; an asset that is known not to be thin cannot
 * be pumped, of one that is not known the calls must read like those of a pump.
 *
 * <p>Remembers one trace a message: of a channel until {@code after_hours} behind the start, of an asset for
 * {@code window_minutes}; each look is at those.
 */
final class PumpMachine implements AlertMachine {
    private static final int ANNOUNCED = 1;
    private static final int DATED = 2;
    private static final int NAMED = 3;

    /** Whose its traces are is the cause: the start, or the first message where none is stated; the value is the start. */
    private static final String MESSAGE = "message";

    private static final String CALL = "call";
    private static final double NO_START = -1;

    /** Messages and channels beyond these add nothing. */
    private static final int MOST_FURTHER = 4;

    private static final double MILLIS_A_MINUTE = Duration.ofMinutes(1).toMillis();

    @Override
    public String id() {
        return "alert.pump";
    }

    @Override
    public Step next(Subject subject, Memory memory, AlertEvent event, Rule rule) {
        if (!(event instanceof AlertEvent.PostSeen post)) {
            return Step.nothing(memory);
        }
        return switch (subject.kind()) {
            case CHANNEL -> announced(subject, memory, post, rule);
            case ASSET, SYMBOL -> called(subject, memory, post, rule);
            case COMPANY -> Step.nothing(memory);
        };
    }

    private static Step announced(Subject channel, Memory memory, AlertEvent.PostSeen post, Rule rule) {
        double score = post.pumpScore() == null ? 0 : post.pumpScore();
        Double start = start(post);
        Map<String, Double> starts = starts(memory);
        String known = pump(memory, starts, post, start, rule);
        boolean counts = known != null && start != null && score >= rule.number("least_countdown_score");
        if (score < rule.number("least_score") && !counts) {
            return Step.nothing(memory);
        }
        String pump = known != null ? known : start == null ? post.id() : iso(start);
        double begins = start != null ? start : starts.getOrDefault(pump, NO_START);
        long until = (long) Math.max(begins, post.at()) + rule.hoursInMillis("after_hours");
        Memory after = memory.with(new Trace(MESSAGE, pump, post.at(), until, begins, null, post.evidence()));
        List<Trace> messages = after.named(MESSAGE).stream()
                .filter(trace -> trace.who().equals(pump))
                .toList();
        boolean dated = begins != NO_START;
        boolean named = post.signal() == Signal.Kind.SIGNAL && score >= rule.number("least_score");
        List<Term> terms = new ArrayList<>();
        terms.add(new Term("score", score, rule.number("least_score"), score * rule.number("score_weight")));
        if (dated) {
            terms.add(new Term("start", null, null, rule.number("start_weight")));
        }
        add(terms, "messages", messages.size(), rule.number("message_weight"));
        String title = channel.name()
                + (named ? ": names the coin of a pump" : ": announces a pump")
                + (dated ? " at " + iso(begins) : "");
        return Step.found(
                after,
                Finding.ofPosts(
                        AlertKind.PUMP,
                        pump,
                        named ? NAMED : dated ? DATED : ANNOUNCED,
                        null,
                        null,
                        dated ? iso(begins) : null,
                        title,
                        terms,
                        List.of(post.evidence())));
    }

    /** The pump that a message belongs to: of those with the start it states, or of all where it states none, the last. */
    private static String pump(
            Memory memory, Map<String, Double> starts, AlertEvent.PostSeen post, Double start, Rule rule) {
        for (Trace trace : memory.named(MESSAGE)) {
            if (trace.evidence().intelligenceId().equals(post.id())) {
                return trace.who();
            }
        }
        double tolerance = rule.number("start_tolerance_minutes") * MILLIS_A_MINUTE;
        String last = null;
        for (Map.Entry<String, Double> pump : starts.entrySet()) {
            double begins = pump.getValue();
            if (start == null || begins == NO_START || Math.abs(begins - start) <= tolerance) {
                last = pump.getKey();
            }
        }
        return last;
    }

    /** The pumps that are remembered, each with the start that was stated last. */
    private static Map<String, Double> starts(Memory memory) {
        Map<String, Double> starts = new LinkedHashMap<>();
        for (Trace trace : memory.named(MESSAGE)) {
            starts.merge(trace.who(), trace.value(), (before, stated) -> stated == NO_START ? before : stated);
        }
        return starts;
    }

    private static Step called(Subject subject, Memory memory, AlertEvent.PostSeen post, Rule rule) {
        Boolean thin = thin(post, rule);
        boolean reads = post.pumpScore() != null && post.pumpScore() >= rule.number("least_score")
                || post.event().type() == Event.Type.PUMP_CALL
                        && post.event().confidence() >= rule.number("least_event");
        boolean calls = post.signal() == Signal.Kind.SIGNAL && post.side() == Signal.Side.LONG;
        if (post.account() == null || Boolean.FALSE.equals(thin) || !reads && !(calls && Boolean.TRUE.equals(thin))) {
            return Step.nothing(memory);
        }
        double minutes = rule.number("window_minutes");
        long until = post.at() + (long) (minutes * MILLIS_A_MINUTE);
        double score = post.pumpScore() == null ? 0 : post.pumpScore();
        Memory after = memory.with(new Trace(CALL, post.account(), post.at(), until, score, null, post.evidence()));
        List<Trace> all = after.named(CALL);
        Set<String> channels = new LinkedHashSet<>();
        double most = 0;
        for (Trace call : all) {
            channels.add(call.who());
            most = Math.max(most, call.value());
        }
        double least = rule.number("least_channels");
        if (channels.size() < least) {
            return Step.nothing(after);
        }
        List<Term> terms = new ArrayList<>();
        terms.add(new Term("channels", (double) channels.size(), least, rule.number("channels_weight")));
        add(terms, "further_channels", channels.size() - least + 1, rule.number("further_channel_weight"));
        terms.add(new Term("score", most, rule.number("least_score"), most * rule.number("called_score_weight")));
        terms.add(new Term(
                "liquidity_usd",
                post.liquidityUsd(),
                rule.number("thin_liquidity_usd"),
                thin == null ? 0 : rule.number("thin_weight")));
        String title = PostConfidence.name(subject, post.about()) + ": called by " + channels.size()
                + " channels within " + (long) minutes + " minutes";
        return Step.found(
                after,
                Finding.ofPosts(
                        AlertKind.PUMP,
                        "",
                        ANNOUNCED,
                        null,
                        null,
                        null,
                        title,
                        terms,
                        all.stream().map(Trace::evidence).toList()));
    }

    /** By what was known then; null = nothing was. */
    private static Boolean thin(AlertEvent.PostSeen post, Rule rule) {
        if (post.liquidityUsd() != null) {
            return post.liquidityUsd() < rule.number("thin_liquidity_usd");
        }
        return post.marketCapUsd() == null ? null : post.marketCapUsd() < rule.number("thin_market_cap_usd");
    }

    /** For each of a few beyond the first. */
    private static void add(List<Term> terms, String name, double count, double weight) {
        if (count > 1) {
            terms.add(new Term(name, count, null, weight * Math.min(MOST_FURTHER, count - 1)));
        }
    }

    /** Epoch milliseconds; null = none is stated. */
    private static Double start(AlertEvent.PostSeen post) {
        return post.dueFrom() == null
                ? null
                : (double) Instant.parse(post.dueFrom()).toEpochMilli();
    }

    private static String iso(double millis) {
        return Instant.ofEpochMilli((long) millis).toString();
    }
}
