package io.tokentape.connectors.alerts;

import io.tokentape.schemas.avro.Alert;
import io.tokentape.schemas.avro.AlertKind;
import io.tokentape.schemas.avro.Priority;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which alerts a receiver wants. An empty set asks for all. A correction needs no confidence: whoever was told must learn
 * that it no longer holds.
 *
 * @param minConfidence 0..1
 * @param subjects assets, tokens, symbols or companies, in any case
 * @param priorities of watched companies
 */
record AlertFilter(double minConfidence, Set<AlertKind> kinds, Set<String> subjects, Set<Priority> priorities) {
    AlertFilter {
        kinds = Set.copyOf(kinds);
        subjects = subjects.stream().map(AlertFilter::folded).collect(Collectors.toUnmodifiableSet());
        priorities = Set.copyOf(priorities);
    }

    boolean wants(Alert alert) {
        return (alert.getRetracted() || alert.getConfidence() >= minConfidence)
                && allows(kinds, alert.getKind())
                && allows(priorities, alert.getPriority())
                && (subjects.isEmpty()
                        || Stream.of(
                                        alert.getSubject(),
                                        alert.getAsset(),
                                        alert.getToken(),
                                        alert.getSymbol(),
                                        alert.getCompany())
                                .filter(Objects::nonNull)
                                .anyMatch(name -> subjects.contains(folded(name))));
    }

    private static <T> boolean allows(Collection<T> wanted, T value) {
        return wanted.isEmpty() || wanted.contains(value);
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
