package io.tokentape.standalone.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the registry knows: the sum of its log. Not safe for use by many threads. */
final class SchemaStore {
    private final TreeMap<String, TreeMap<Integer, SchemaVersion>> subjects = new TreeMap<>();
    /** Also those whose versions are all gone: an id is never given to another schema. */
    private final TreeMap<Integer, SchemaText> byId = new TreeMap<>();

    private final Map<SchemaText, Integer> ids = new HashMap<>();
    private final Map<String, Compatibility> compatibilities = new HashMap<>();
    private final Map<String, Mode> modes = new HashMap<>();
    private Optional<Compatibility> globalCompatibility = Optional.empty();
    private Optional<Mode> globalMode = Optional.empty();

    void apply(LogEntry entry) {
        if (entry instanceof LogEntry.Put put) {
            put(put.version());
        } else if (entry instanceof LogEntry.Erase erase) {
            erase(erase.subject(), erase.version());
        } else if (entry instanceof LogEntry.DeleteSubject delete) {
            versions(delete.subject()).stream()
                    .filter(version -> version.version() <= delete.upTo())
                    .forEach(version -> put(version.asDeleted()));
        } else if (entry instanceof LogEntry.ClearSubject clear) {
            subjects.remove(clear.subject());
        } else if (entry instanceof LogEntry.SetCompatibility set) {
            if (set.subject().isEmpty()) {
                globalCompatibility = set.level();
            } else {
                set(compatibilities, set.subject().get(), set.level());
            }
        } else if (entry instanceof LogEntry.SetMode set) {
            if (set.subject().isEmpty()) {
                globalMode = set.mode();
            } else {
                set(modes, set.subject().get(), set.mode());
            }
        }
    }

    private void put(SchemaVersion version) {
        subjects.computeIfAbsent(version.subject(), s -> new TreeMap<>()).put(version.version(), version);
        byId.put(version.id(), version.text());
        ids.putIfAbsent(version.text(), version.id());
    }

    private void erase(String subject, int version) {
        TreeMap<Integer, SchemaVersion> versions = subjects.get(subject);
        if (versions != null) {
            versions.remove(version);
            if (versions.isEmpty()) {
                subjects.remove(subject);
            }
        }
    }

    private static <V> void set(Map<String, V> settings, String subject, Optional<V> value) {
        if (value.isPresent()) {
            settings.put(subject, value.get());
        } else {
            settings.remove(subject);
        }
    }

    /** All versions of the subject, the softly deleted ones too, in order; empty when there is no such subject. */
    List<SchemaVersion> versions(String subject) {
        TreeMap<Integer, SchemaVersion> versions = subjects.get(subject);
        return versions == null ? List.of() : new ArrayList<>(versions.values());
    }

    /** Every version of every subject, in order of subject and version. */
    Stream<SchemaVersion> all() {
        return subjects.values().stream().flatMap(versions -> versions.values().stream());
    }

    Optional<SchemaText> byId(int id) {
        return Optional.ofNullable(byId.get(id));
    }

    int maxId() {
        return byId.isEmpty() ? 0 : byId.lastKey();
    }

    /** The id the schema has, or the next that is free. */
    int idFor(SchemaText text) {
        Integer known = ids.get(text);
        return known == null ? maxId() + 1 : known;
    }

    Optional<Compatibility> compatibility(Optional<String> subject) {
        return subject.isEmpty() ? globalCompatibility : Optional.ofNullable(compatibilities.get(subject.get()));
    }

    Optional<Mode> mode(Optional<String> subject) {
        return subject.isEmpty() ? globalMode : Optional.ofNullable(modes.get(subject.get()));
    }
}
