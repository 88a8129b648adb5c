package io.tokentape.topology.watch;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One version of a watched company.
 *
 * @param id lower-case slug, unique among companies
 * @param effectiveAt from when this version holds; null = always
 * @param name as the company writes it; found like an alias
 * @param aliases further names; one that begins with a capital is found only where the text has a capital too (or a
 *     digit, or a hashtag)
 * @param deleted true: from {@code effectiveAt} on it is not watched
 */
public record Company(String id, Instant effectiveAt, String name, List<String> aliases, boolean deleted) {
    public Company {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        aliases = List.copyOf(aliases);
    }
}
