package io.tokentape.topology.alert;

import static io.tokentape.topology.alert.NumberEvents.ASSET;
import static io.tokentape.topology.alert.NumberEvents.at;
import static io.tokentape.topology.alert.NumberEvents.seen;
import static io.tokentape.topology.alert.NumberEvents.stance;
import static io.tokentape.topology.alert.NumberEvents.surge;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the machines over numbers tell of short tapes: one line an alert, kind, step and band. */
class NumberMachinesTest {
    private static Arguments tape(String name, List<? extends AlertEvent> events, String... told) {
        return Arguments.of(name, events, List.of(told));
    }

    static Stream<Arguments> tapes() {
        return Stream.of(
                tape("a surge", List.of(surge(5, 5, 12, 6, 5.0)), "SURGE 1 MEDIUM"),
                tape("few stories are none", List.of(surge(5, 5, 4, 4, 50.0))),
                tape("one source is none", List.of(surge(5, 5, 50, 2, 50.0))),
                tape("what is usual is none", List.of(surge(5, 5, 50, 20, 3.4))),
                tape("without a past it needs more", List.of(surge(5, 5, 19, 19, null))),
                tape("without a past it can be", List.of(surge(5, 5, 20, 10, null)), "SURGE 1 MEDIUM"),
                tape(
                        "the same surge is told once",
                        List.of(surge(5, 5, 12, 6, 5.0), surge(10, 5, 12, 6, 5.0), surge(10, 5, 12, 6, 5.0)),
                        "SURGE 1 MEDIUM"),
                tape(
                        "another window beside it makes it surer",
                        List.of(surge(5, 5, 12, 6, 5.0), surge(5, 1, 12, 12, 7.0)),
                        "SURGE 1 MEDIUM",
                        "SURGE 2 HIGH"),
                tape(
                        "a surge after the cool-down is another",
                        List.of(surge(5, 5, 12, 6, 5.0), surge(5 + 6 * 60, 5, 12, 6, 5.0)),
                        "SURGE 1 MEDIUM",
                        "SURGE 1 MEDIUM"),
                tape("a flip", List.of(stance(60, 10, 0.5), stance(120, 10, -0.6)), "SENTIMENT_FLIP 1 HIGH"),
                tape("one side alone is none", List.of(stance(60, 10, 0.1), stance(120, 10, -0.6))),
                tape("few stories on one side are none", List.of(stance(60, 7, 0.5), stance(120, 10, -0.6))),
                tape("an unknown stance is none", List.of(stance(60, 10, 0.5), stance(120, 10, null))),
                tape(
                        "a late revision of the window before tells nothing",
                        List.of(stance(120, 10, 0.5), stance(60, 10, -0.6))),
                tape(
                        "to and fro are two causes, each told once",
                        List.of(
                                stance(60, 10, 0.5),
                                stance(120, 10, -0.6),
                                stance(180, 10, 0.6),
                                stance(240, 10, -0.6)),
                        "SENTIMENT_FLIP 1 HIGH",
                        "SENTIMENT_FLIP 1 HIGH"),
                tape(
                        "a holder sells",
                        List.of(
                                seen(0).creatorShare(0.3).build(),
                                seen(60).creatorShare(0.24).build()),
                        "WHALE 1 MEDIUM"),
                tape(
                        "another provider's share is not compared",
                        List.of(
                                seen(0).top10Share(0.3).build(),
                                seen(60).by("second").top10Share(0.5).build())),
                tape(
                        "a share that moved long ago is none",
                        List.of(
                                seen(0).top10Share(0.3).build(),
                                seen(60 * 40).top10Share(0.5).build())),
                tape(
                        "liquidity falls",
                        List.of(
                                seen(0).liquidityUsd(100_000).build(),
                                seen(20).liquidityUsd(65_000).build()),
                        "LIQUIDITY_DROP 1 MEDIUM"),
                tape(
                        "and falls on",
                        List.of(
                                seen(0).liquidityUsd(100_000).build(),
                                seen(20).liquidityUsd(65_000).build(),
                                seen(30).liquidityUsd(64_000).build(),
                                seen(40).liquidityUsd(35_000).build(),
                                seen(50).liquidityUsd(5_000).build()),
                        "LIQUIDITY_DROP 1 MEDIUM",
                        "LIQUIDITY_DROP 2 MEDIUM",
                        "LIQUIDITY_DROP 3 HIGH"),
                tape(
                        "little liquidity is not worth telling",
                        List.of(
                                seen(0).liquidityUsd(9_000).build(),
                                seen(20).liquidityUsd(0).build())),
                tape(
                        "a small pool of an asset is drained",
                        List.of(
                                seen(0).in("large").liquidityUsd(900_000).build(),
                                seen(1).in("small").liquidityUsd(50_000).build(),
                                seen(20).in("small").liquidityUsd(0).build())),
                tape(
                        "the larger part of an asset's liquidity is gone",
                        List.of(
                                seen(0).in("large").liquidityUsd(70_000).build(),
                                seen(1).in("small").liquidityUsd(30_000).build(),
                                seen(20).in("large").liquidityUsd(0).build()),
                        "LIQUIDITY_DROP 1 MEDIUM"),
                tape(
                        "what comes late of another pool is not its latest",
                        List.of(
                                seen(0).in("a").liquidityUsd(75_000).build(),
                                seen(0).in("b").liquidityUsd(25_000).build(),
                                seen(10).in("b").liquidityUsd(25_000).build(),
                                seen(5).in("b").liquidityUsd(0).build(),
                                seen(20).in("a").liquidityUsd(52_000).build())),
                tape(
                        "all pools of an asset are drained within a minute",
                        List.of(
                                seen(0).in("a").liquidityUsd(50_000).build(),
                                seen(0).in("b").liquidityUsd(50_000).build(),
                                seen(20).in("a").liquidityUsd(0).build(),
                                seen(20.5).in("b").liquidityUsd(0).build()),
                        "LIQUIDITY_DROP 1 MEDIUM",
                        "LIQUIDITY_DROP 2 HIGH"),
                tape(
                        "a second provider makes it surer",
                        List.of(
                                seen(0).liquidityUsd(100_000).build(),
                                seen(1).by("second").liquidityUsd(90_000).build(),
                                seen(20).liquidityUsd(45_000).build(),
                                seen(21).by("second").liquidityUsd(40_000).build()),
                        "LIQUIDITY_DROP 1 MEDIUM",
                        "LIQUIDITY_DROP 2 HIGH"),
                tape(
                        "cannot be sold any more, told at once",
                        List.of(seen(0).honeypot(true).build()),
                        "RUG_RISK 1 HIGH"),
                tape(
                        "what was bad from the first is where it is measured from",
                        List.of(seen(0).mintable(true)
                                .sellTax(0.9)
                                .lpLockedShare(0)
                                .build())),
                tape(
                        "worsens step by step",
                        List.of(
                                seen(0).mintable(false)
                                        .sellTax(0)
                                        .lpLockedShare(1)
                                        .build(),
                                seen(60).mintable(true).build(),
                                seen(90).mintable(true).build(),
                                seen(120).lpLockedShare(0.2).build()),
                        "RUG_RISK 1 LOW",
                        "RUG_RISK 2 HIGH"),
                tape(
                        "unknown between two known ones changes nothing",
                        List.of(
                                seen(0).lpLockedShare(1).build(),
                                seen(60).sellTax(0).build(),
                                seen(120).lpLockedShare(1).build())),
                tape(
                        "each mark once, however it falls back",
                        List.of(
                                seen(0).progress(0.3).build(),
                                seen(1).progress(0.5).build(),
                                seen(2).progress(0.4).build(),
                                seen(3).progress(0.55).build(),
                                seen(4).progress(0.79).build(),
                                seen(5).progress(0.8).build(),
                                seen(6).progress(1).build(),
                                seen(7).progress(0.2).build(),
                                seen(8).progress(1).build()),
                        "BONDING_CURVE 1 HIGH",
                        "BONDING_CURVE 2 HIGH",
                        "BONDING_CURVE 3 HIGH"),
                tape(
                        "two marks at one time are two steps",
                        List.of(
                                seen(0).progress(0.3).build(),
                                seen(1).progress(0.9).build()),
                        "BONDING_CURVE 1 HIGH",
                        "BONDING_CURVE 2 HIGH"),
                tape("first seen half-way", List.of(seen(0).progress(0.6).build()), "BONDING_CURVE 1 HIGH"),
                tape("first seen when all was over", List.of(seen(0).progress(1).build())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tapes")
    void tells(String name, List<AlertEvent> events, List<String> told) {
        assertThat(lines(events)).isEqualTo(told);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tapes")
    void tellsNothingNewOfTheSameEventTwice(String name, List<AlertEvent> events, List<String> told) {
        List<AlertEvent> twice = new ArrayList<>();
        events.forEach(event -> {
            twice.add(event);
            twice.add(event);
        });
        assertThat(lines(twice)).isEqualTo(told);
    }

    @Test
    void tellsEveryAlertWithTermsThatSumToItsConfidence() {
        Random random = new Random(17);
        List<AlertEvent> events = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            events.add(
                    random.nextBoolean()
                            ? surge(i * 90, 1, random.nextInt(60), random.nextInt(30), random.nextInt(20) - 3.0)
                            : seen(i * 90)
                                    .by("p" + random.nextInt(3))
                                    .liquidityUsd(random.nextInt(200_000))
                                    .top10Share(random.nextDouble())
                                    .sellTax(random.nextInt(3) / 4.0)
                                    .mintable(random.nextBoolean())
                                    .progress(random.nextDouble())
                                    .build());
        }
        List<Alert> alerts = alerts(events);
        assertThat(alerts).hasSizeGreaterThan(20).allSatisfy(alert -> {
            double sum = alert.terms().stream().mapToDouble(Term::contribution).sum();
            assertThat(alert.confidence()).isEqualTo(Math.max(0, Math.min(1, sum)), within());
            assertThat(alert.tDecided()).isEqualTo(alert.tLearned()).isGreaterThanOrEqualTo(at(0));
            assertThat(alert.evidence()).hasSizeLessThanOrEqualTo(Case.MOST_EVIDENCE);
        });
        assertThat(alerts).extracting(Alert::id).doesNotHaveDuplicates();
    }

    @Test
    void namesThePool() {
        assertThat(alerts(List.of(
                        seen(0).in("0x1").liquidityUsd(70_000).build(),
                        seen(1).in("0x2").liquidityUsd(30_000).build(),
                        seen(20).in("0x1").liquidityUsd(0).build())))
                .extracting(Alert::title)
                .containsExactly("liquidity down 100 % to $0 at first in pool 0x1, 70 % of all known there");
    }

    @Test
    void followsTheHeaviestOfManyPools() {
        List<AlertEvent> events = new ArrayList<>();
        events.add(seen(0).in("heavy").liquidityUsd(1_000_000).build());
        for (int minute = 5; minute < 50; minute += 5) {
            for (int pool = 0; pool < 20; pool++) {
                events.add(
                        seen(minute).in("p" + pool).liquidityUsd(20_000 + pool).build());
            }
        }
        events.add(seen(50).in("heavy").liquidityUsd(20_000).build());
        assertThat(lines(events)).hasSize(1);
    }

    private static Offset<Double> within() {
        return Offset.offset(1e-9);
    }

    private static List<String> lines(List<AlertEvent> events) {
        return alerts(events).stream()
                .map(alert -> alert.kind() + " " + alert.step() + " " + alert.band())
                .toList();
    }

    /** Also holds the state through its bytes and back after each event. */
    private static List<Alert> alerts(List<? extends AlertEvent> events) {
        AlertEngine engine = AlertEngine.shipped(AlertRules.shipped());
        SubjectState state = SubjectState.EMPTY;
        List<Alert> alerts = new ArrayList<>();
        for (AlertEvent event : events) {
            AlertEngine.Result due = engine.due(state, ASSET, event.at());
            AlertEngine.Result next = engine.next(due.state(), ASSET, event);
            alerts.addAll(due.alerts());
            alerts.addAll(next.alerts());
            state = StateCodec.decode(StateCodec.encode(next.state()));
            assertThat(state).isEqualTo(next.state());
        }
        return alerts;
    }
}
