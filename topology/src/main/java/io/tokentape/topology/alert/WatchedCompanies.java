package io.tokentape.topology.alert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which tokens belong to which watched company, and how much it matters; learned at run time. For events before a
 * version's {@code effectiveAt} the version before it holds. Any number of threads may read while others put.
 */
public final class WatchedCompanies {
    private static final Comparator<Version> FOREMOST = Comparator.comparing(
                    Version::priority, Comparator.nullsFirst(Comparator.<Priority>naturalOrder()))
            .reversed()
            .thenComparing(Version::id);

    /**
     * A version of a company; one of the same id and {@code effectiveAt} replaces it.
     *
     * @param effectiveAt from when it holds; null = always
     * @param symbols upper case, also of tokens that do not exist yet
     * @param tokens registry slugs
     * @param priority null = not said
     * @param deleted no longer watched from {@code effectiveAt} on
     */
    public record Version(
            String id,
            Instant effectiveAt,
            List<String> symbols,
            List<String> tokens,
            Priority priority,
            boolean deleted) {
        public Version {
            symbols = List.copyOf(symbols);
            tokens = List.copyOf(tokens);
        }

        long from() {
            return effectiveAt == null ? Long.MIN_VALUE : effectiveAt.toEpochMilli();
        }
    }

    /** By id, each by the time from which its versions hold. */
    private final Map<String, List<Version>> histories = new ConcurrentHashMap<>();
    /** Ids of the companies of which some version has the token or symbol. */
    private final Map<String, Set<String>> byToken = new ConcurrentHashMap<>();

    private final Map<String, Set<String>> bySymbol = new ConcurrentHashMap<>();

    public void put(Version version) {
        histories.merge(version.id(), List.of(version), WatchedCompanies::merged);
        version.tokens().forEach(token -> byToken.merge(token, Set.of(version.id()), WatchedCompanies::union));
        version.symbols().forEach(symbol -> bySymbol.merge(symbol, Set.of(version.id()), WatchedCompanies::union));
    }

    private static List<Version> merged(List<Version> history, List<Version> added) {
        long from = added.get(0).from();
        List<Version> more = new ArrayList<>(history);
        more.removeIf(version -> version.from() == from);
        more.addAll(added);
        more.sort(Comparator.comparingLong(Version::from));
        return List.copyOf(more);
    }

    private static Set<String> union(Set<String> ids, Set<String> added) {
        Set<String> more = new TreeSet<>(ids);
        more.addAll(added);
        return more;
    }

    /** The company as of a time, epoch milliseconds. */
    public Optional<Version> find(String id, long at) {
        List<Version> history = histories.getOrDefault(id, List.of());
        for (int i = history.size() - 1; i >= 0; i--) {
            if (history.get(i).from() <= at) {
                return Optional.of(history.get(i)).filter(version -> !version.deleted());
            }
        }
        return Optional.empty();
    }

    /** The foremost company of a token as of a time; by priority, then by id. */
    public Optional<Version> findByToken(String token, long at) {
        return byToken.getOrDefault(token, Set.of()).stream()
                .flatMap(id -> find(id, at).stream())
                .filter(version -> version.tokens().contains(token))
                .min(FOREMOST);
    }

    /** The foremost company of a symbol as of a time. */
    public Optional<Version> findBySymbol(String symbol, long at) {
        return bySymbol.getOrDefault(symbol, Set.of()).stream()
                .flatMap(id -> find(id, at).stream())
                .filter(version -> version.symbols().contains(symbol))
                .min(FOREMOST);
    }
}
