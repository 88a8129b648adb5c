package io.tokentape.connectors.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.schemas.avro.Alert;
import io.tokentape.schemas.avro.AlertKind;
import io.tokentape.schemas.avro.Priority;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AlertFilterTest {
    private static final Alert SURGE = TestAlerts.alert("a").build();
    private static final Alert OF_A_COMPANY = TestAlerts.alert("b")
            .setSubject("circle")
            .setCompany("circle")
            .setPriority(Priority.HIGH)
            .build();
    private static final Alert CORRECTION =
            TestAlerts.alert("c").setConfidence(0.1).setRetracted(true).build();

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of(SURGE, filter(0, Set.of(), Set.of(), Set.of()), true),
                Arguments.of(SURGE, filter(0.82, Set.of(), Set.of(), Set.of()), true),
                Arguments.of(SURGE, filter(0.83, Set.of(), Set.of(), Set.of()), false),
                Arguments.of(CORRECTION, filter(0.7, Set.of(), Set.of(), Set.of()), true),
                Arguments.of(CORRECTION, filter(0.7, Set.of(AlertKind.TGE), Set.of(), Set.of()), false),
                Arguments.of(SURGE, filter(0, Set.of(AlertKind.SURGE), Set.of(), Set.of()), true),
                Arguments.of(SURGE, filter(0, Set.of(AlertKind.HACK), Set.of(), Set.of()), false),
                Arguments.of(SURGE, filter(0, Set.of(), Set.of("SOLANA:native"), Set.of()), true),
                Arguments.of(SURGE, filter(0, Set.of(), Set.of("sol"), Set.of()), true),
                Arguments.of(SURGE, filter(0, Set.of(), Set.of("solan"), Set.of()), false),
                Arguments.of(OF_A_COMPANY, filter(0, Set.of(), Set.of("Circle"), Set.of()), true),
                Arguments.of(OF_A_COMPANY, filter(0, Set.of(), Set.of(), Set.of(Priority.HIGH)), true),
                Arguments.of(SURGE, filter(0, Set.of(), Set.of(), Set.of(Priority.HIGH)), false));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void wantsWhatItWasAskedFor(Alert alert, AlertFilter filter, boolean wanted) {
        assertThat(filter.wants(alert)).isEqualTo(wanted);
    }

    private static AlertFilter filter(
            double least, Set<AlertKind> kinds, Set<String> subjects, Set<Priority> priorities) {
        return new AlertFilter(least, kinds, subjects, priorities);
    }
}
