package io.tokentape.topology.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tokentape.topology.state.Safety.Reason;
import io.tokentape.topology.state.Safety.Verdict;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SafetyTest {
    /** Of each input from its best value to its worst. */
    private static List<Object> worsening(SafetyInput input) {
        if (input.fact().kind() == FactKind.CONTRACT && !isNumber(input)) {
            return input.badness(true) == 1 ? List.of(false, true) : List.of(true, false);
        }
        List<Object> rising = List.of(0.0, 0.01, 0.06, 0.2, 0.35, 0.6, 0.95, 1.0, 20.0, 5_000.0, 1e9);
        return input.badness(0.0) < input.badness(1e9)
                ? rising
                : rising.stream()
                        .sorted((a, b) -> Double.compare((double) b, (double) a))
                        .toList();
    }

    private static boolean isNumber(SafetyInput input) {
        return switch (input) {
            case SELL_TAX, BUY_TAX, TRANSFER_TAX, PROVIDER_RISK -> true;
            default -> false;
        };
    }

    private static Safety of(Map<StateFact, Object> values) {
        return Safety.of(values::get, fact -> values.containsKey(fact) ? 1 : 0);
    }

    private static void assertNoMilder(Safety before, Safety after) {
        assertThat(after.risk()).isGreaterThanOrEqualTo(before.risk());
        assertThat(after.verdict()).isGreaterThanOrEqualTo(before.verdict());
    }

    @ParameterizedTest
    @EnumSource(SafetyInput.class)
    void aWorseValueNeverLowersTheRisk(SafetyInput input) {
        List<Object> values = worsening(input);
        assertThat(input.badness(values.get(0))).isZero();
        assertThat(input.badness(values.get(values.size() - 1))).isEqualTo(1);
        Random random = new Random(input.ordinal());
        for (int i = 0; i < 500; i++) {
            Map<StateFact, Object> known = someValues(random);
            known.remove(input.fact());
            Safety before = null;
            for (Object value : values) {
                known.put(input.fact(), value);
                Safety after = of(known);
                if (before != null) {
                    assertNoMilder(before, after);
                    assertThat(after.confidence()).isEqualTo(before.confidence());
                }
                before = after;
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SafetyInput.class)
    void becomingKnownToBeBadNeverLowersTheRisk(SafetyInput input) {
        List<Object> values = worsening(input);
        Random random = new Random(input.ordinal());
        for (int i = 0; i < 500; i++) {
            Map<StateFact, Object> known = someValues(random);
            known.remove(input.fact());
            Safety unknown = of(known);
            known.put(input.fact(), values.get(values.size() - 1));
            Safety bad = of(known);

            assertNoMilder(unknown, bad);
            assertThat(bad.risk()).isGreaterThan(unknown.risk() == 1 ? 0 : unknown.risk() - 1e-15);
            assertThat(bad.confidence()).isGreaterThan(unknown.confidence());
            known.put(input.fact(), values.get(0));
            assertThat(of(known).risk()).isEqualTo(unknown.risk());
        }
    }

    /** Each input by chance unknown or anywhere between its best and its worst value. */
    private static Map<StateFact, Object> someValues(Random random) {
        Map<StateFact, Object> values = new EnumMap<>(StateFact.class);
        double known = random.nextDouble();
        double bad = random.nextDouble() * random.nextDouble();
        for (SafetyInput input : SafetyInput.values()) {
            if (random.nextDouble() < known) {
                List<Object> all = worsening(input);
                values.put(input.fact(), random.nextDouble() < bad ? all.get(random.nextInt(all.size())) : all.get(0));
            }
        }
        return values;
    }

    @Test
    void whatCannotBeSoldIsDangerWhateverElse() {
        for (StateFact fact : List.of(StateFact.HONEYPOT, StateFact.CANNOT_SELL)) {
            Map<StateFact, Object> values = new EnumMap<>(StateFact.class);
            for (SafetyInput input : SafetyInput.values()) {
                values.put(input.fact(), worsening(input).get(0));
            }
            assertThat(of(values))
                    .isEqualTo(new Safety(Verdict.SAFE, 0, of(values).confidence(), List.of()));

            values.put(fact, true);
            assertThat(of(values).verdict()).isEqualTo(Verdict.DANGER);
            assertThat(of(Map.of(fact, true)).verdict()).isEqualTo(Verdict.DANGER);
        }
    }

    @Test
    void nothingKnownIsNoVerdict() {
        assertThat(of(Map.of())).isEqualTo(new Safety(Verdict.UNKNOWN, 0, 0, List.of()));
    }

    @Test
    void unknownsAndStaleValuesLowerTheConfidence() {
        Map<StateFact, Object> values = new EnumMap<>(StateFact.class);
        for (SafetyInput input : SafetyInput.values()) {
            values.put(input.fact(), worsening(input).get(0));
        }
        assertThat(of(values).confidence()).isEqualTo(1, within(1e-12));
        assertThat(Safety.of(values::get, fact -> 0.25).confidence()).isEqualTo(0.25, within(1e-12));
        assertThat(Safety.of(values::get, fact -> 0.25).verdict()).isEqualTo(Verdict.UNKNOWN);
        values.remove(StateFact.HONEYPOT);
        assertThat(of(values).confidence()).isLessThan(1);
    }

    @Test
    void reasonsComeGreatestFirstAndMakeTheRisk() {
        Safety safety = of(Map.of(
                StateFact.PROXY, true,
                StateFact.MINTABLE, true,
                StateFact.SELL_TAX, 0.14));

        assertThat(safety.reasons())
                .extracting(Reason::fact)
                .containsExactly(StateFact.MINTABLE, StateFact.SELL_TAX, StateFact.PROXY);
        assertThat(safety.reasons().get(1).risk()).isEqualTo(0.9 * 0.2, within(1e-12));
        assertThat(safety.risk()).isEqualTo(1 - 0.65 * 0.82 * 0.85, within(1e-12));
        assertThat(safety.verdict()).isEqualTo(Verdict.CAUTION);
    }

    @Test
    void aMintableTokenOfAHiddenOwnerIsMoreThanEitherAlone() {
        Safety both = of(Map.of(StateFact.MINTABLE, true, StateFact.HIDDEN_OWNER, true));

        assertThat(both.risk()).isEqualTo(0.675, within(1e-12));
        assertThat(both.verdict()).isEqualTo(Verdict.CAUTION);
    }
}
