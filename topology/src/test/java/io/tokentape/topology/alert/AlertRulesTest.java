package io.tokentape.topology.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertRulesTest {
    private static final Subject AA = new Subject(Subject.Kind.ASSET, "x:aa");
    private static final Subject BB = new Subject(Subject.Kind.ASSET, "x:bb");
    private static final Instant NOON = Instant.parse("2025-06-01T12:00:00Z");
    private static final long BEFORE = NOON.toEpochMilli() - 1;
    private static final long AFTER = NOON.toEpochMilli();

    private final AlertRules rules = AlertRules.shipped();

    @Test
    void shipsTheNumbersThatEveryMachineNeeds() {
        Set<String> ids = rules.numbers().stream().map(AlertRules.Number::rule).collect(Collectors.toSet());
        assertThat(ids).isNotEmpty().allSatisfy(id -> {
            Rule rule = rules.at(id, AA, BEFORE);
            assertThat(rule.number(Rule.LEAST_CONFIDENCE)).isBetween(0.0, 1.0);
            assertThat(rule.number(Rule.COOL_DOWN_HOURS)).isPositive();
            assertThat(rule.label()).isNull();
        });
        assertThatThrownBy(() -> rules.at("alert.surge", AA, 0).number("none"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsTheVersionThatHoldsAtATime() {
        rules.put(version(NOON, 3, null, true, Map.of("least_velocity", 9.0), false));
        rules.put(version(NOON.plusSeconds(60), 4, null, true, Map.of(), true));

        assertThat(least(AA, BEFORE)).isEqualTo(3.5);
        assertThat(least(AA, AFTER)).isEqualTo(9);
        assertThat(rules.at("alert.surge", AA, AFTER).label()).isEqualTo("alert.surge@3");
        assertThat(rules.at("alert.surge", AA, AFTER).number("least_stories")).isEqualTo(5);
        assertThat(least(AA, AFTER + 60_000)).isEqualTo(3.5);
    }

    @Test
    void readsTheRuleOfASubjectBeforeThatForAll() {
        rules.put(version(null, 1, null, true, Map.of("least_velocity", 5.0), false));
        rules.put(version(NOON, 2, "x:aa", false, Map.of(), false));
        rules.put(version(NOON.plusSeconds(60), 3, "x:aa", true, Map.of(), true));

        assertThat(rules.at("alert.surge", AA, BEFORE).enabled()).isTrue();
        assertThat(rules.at("alert.surge", AA, AFTER).enabled()).isFalse();
        assertThat(rules.at("alert.surge", BB, AFTER).enabled()).isTrue();
        assertThat(least(AA, AFTER + 60_000)).isEqualTo(5);
    }

    @Test
    void refusesWhatNoMachineHas() {
        assertThatThrownBy(() -> rules.put(new AlertRules.Version("alert.none", null, 1, null, true, Map.of(), false)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rules.put(version(null, 1, null, true, Map.of("least_velocty", 1.0), false)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rules.put(version(null, 1, null, true, Map.of("least_velocity", Double.NaN), false)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(least(AA, AFTER)).isEqualTo(3.5);
    }

    @ParameterizedTest
    @CsvSource({
        "alert.whale, least_amount_usd, 0",
        "alert.whale, least_share_change, 0",
        "alert.whale, accounts_weight, 2",
        "alert.whale, window_hours, 1e9",
        "alert.tge, account_weight, 0.5",
        "alert.tge, rumour_weight, -0.1",
        "alert.flip, least_stance, -1.5",
        "alert.surge, full_velocity, 3.5",
        "alert.surge, least_velocity, 10",
        "alert.liquidity, gone_drop, 0.2",
        "alert.bonding, first_mark, 0.9",
        "alert.surge, least_velocity, Infinity",
    })
    void refusesWhatAMachineCouldNotWorkWith(String rule, String name, double value) {
        Rule before = rules.at(rule, AA, AFTER);
        assertThatThrownBy(
                        () -> rules.put(new AlertRules.Version(rule, null, 1, null, true, Map.of(name, value), false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(rule)
                .hasMessageContaining(name);
        assertThat(rules.at(rule, AA, AFTER)).isEqualTo(before);
    }

    @Test
    void takesEveryShippedNumberAsItIs() {
        for (AlertRules.Number number : rules.numbers()) {
            rules.put(new AlertRules.Version(
                    number.rule(), null, 1, null, true, Map.of(number.name(), number.byDefault()), false));
        }
        assertThat(least(AA, AFTER)).isEqualTo(3.5);
    }

    @Test
    void givesACopyThatLearnsByItself() {
        AlertRules copy = rules.copy();
        copy.put(version(null, 1, null, true, Map.of("least_velocity", 5.0), false));
        assertThat(least(AA, AFTER)).isEqualTo(3.5);
        assertThat(copy.at("alert.surge", AA, AFTER).number("least_velocity")).isEqualTo(5);
    }

    private double least(Subject subject, long at) {
        return rules.at("alert.surge", subject, at).number("least_velocity");
    }

    private static AlertRules.Version version(
            Instant effectiveAt,
            int version,
            String subject,
            boolean enabled,
            Map<String, Double> numbers,
            boolean deleted) {
        return new AlertRules.Version("alert.surge", effectiveAt, version, subject, enabled, numbers, deleted);
    }
}
