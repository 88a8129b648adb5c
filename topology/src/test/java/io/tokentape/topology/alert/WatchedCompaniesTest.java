package io.tokentape.topology.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class WatchedCompaniesTest {
    private static final Instant NOON = Instant.parse("2025-06-01T12:00:00Z");
    private static final long AT = NOON.toEpochMilli();

    private final WatchedCompanies companies = new WatchedCompanies();

    @Test
    void knowsWhoseATokenIsAsOfATime() {
        companies.put(version("acme", null, "aa", Priority.LOW, false));
        companies.put(version("acme", NOON, "bb", Priority.HIGH, false));
        companies.put(version("acme", NOON.plusSeconds(1), "bb", Priority.HIGH, true));

        assertThat(companies.findByToken("aa", AT - 1))
                .map(WatchedCompanies.Version::priority)
                .contains(Priority.LOW);
        assertThat(companies.findByToken("aa", AT)).isEmpty();
        assertThat(companies.findByToken("bb", AT))
                .map(WatchedCompanies.Version::priority)
                .contains(Priority.HIGH);
        assertThat(companies.findBySymbol("BB", AT)).isPresent();
        assertThat(companies.findByToken("bb", AT + 1_000)).isEmpty();
        assertThat(companies.find("acme", AT + 1_000)).isEmpty();
    }

    @Test
    void prefersTheForemostOfSeveral() {
        companies.put(version("zeta", null, "aa", Priority.HIGH, false));
        companies.put(version("beta", null, "aa", Priority.HIGH, false));
        companies.put(version("alpha", null, "aa", null, false));

        assertThat(companies.findByToken("aa", AT))
                .map(WatchedCompanies.Version::id)
                .contains("beta");
    }

    private static WatchedCompanies.Version version(
            String id, Instant effectiveAt, String token, Priority priority, boolean deleted) {
        return new WatchedCompanies.Version(
                id, effectiveAt, List.of(token.toUpperCase(Locale.ROOT)), List.of(token), priority, deleted);
    }
}
