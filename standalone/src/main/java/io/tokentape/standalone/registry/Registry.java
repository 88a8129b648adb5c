package io.tokentape.standalone.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a client may ask for, in the words of the real registry: every rule is here, none in the routes. What is changed is
 * in the log before it is known. Safe for use by many threads.
 */
final class Registry {
    private static final Compatibility DEFAULT_COMPATIBILITY = Compatibility.BACKWARD;
    private static final String LATEST = "latest";

    private final RegistryLog log;
    private final SchemaStore store = new SchemaStore();
    private final AvroSchemas avro = new AvroSchemas(this::referencedText);

    Registry(RegistryLog log) {
        this.log = log;
        log.replay(store::apply);
    }

    private void change(LogEntry entry) {
        log.append(entry);
        store.apply(entry);
    }

    synchronized int register(String subject, SchemaText given) {
        SchemaText text = canonical(given);
        List<SchemaVersion> live = live(subject);
        Optional<SchemaVersion> same =
                live.stream().filter(version -> version.text().equals(text)).findFirst();
        if (same.isPresent()) {
            return same.get().id();
        }
        if (effectiveMode(subject) == Mode.READONLY) {
            throw RegistryException.readOnly(subject);
        }
        List<String> problems = avro.problems(text, live, effectiveCompatibility(subject));
        if (!problems.isEmpty()) {
            throw RegistryException.incompatible(
                    "Schema being registered is incompatible with an earlier schema for subject \"" + subject
                            + "\", details: " + problems);
        }
        List<SchemaVersion> all = store.versions(subject);
        int version = all.isEmpty() ? 1 : all.get(all.size() - 1).version() + 1;
        int id = store.idFor(text);
        change(new LogEntry.Put(new SchemaVersion(subject, version, id, text, false)));
        return id;
    }

    synchronized SchemaVersion lookUp(String subject, SchemaText given, boolean deletedToo) {
        SchemaText text = canonical(given);
        return visible(subject, deletedToo).stream()
                .filter(version -> version.text().equals(text))
                .reduce((earlier, later) -> later)
                .orElseThrow(RegistryException::schemaNotFound);
    }

    synchronized List<String> subjects(String prefix, boolean deletedToo, boolean deletedOnly) {
        TreeSet<String> found = new TreeSet<>();
        TreeSet<String> live = new TreeSet<>();
        store.all().filter(version -> version.subject().startsWith(prefix)).forEach(version -> {
            found.add(version.subject());
            if (!version.deleted()) {
                live.add(version.subject());
            }
        });
        if (deletedOnly) {
            found.removeAll(live);
            return List.copyOf(found);
        }
        return List.copyOf(deletedToo ? found : live);
    }

    synchronized List<SchemaVersion> schemas(String prefix, boolean deletedToo, boolean latestOnly) {
        List<SchemaVersion> found = store.all()
                .filter(version -> version.subject().startsWith(prefix))
                .filter(version -> deletedToo || !version.deleted())
                .toList();
        if (!latestOnly) {
            return found;
        }
        List<SchemaVersion> latest = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            if (i + 1 == found.size()
                    || !found.get(i + 1).subject().equals(found.get(i).subject())) {
                latest.add(found.get(i));
            }
        }
        return latest;
    }

    synchronized List<Integer> versions(String subject, boolean deletedToo, boolean deletedOnly) {
        return visible(subject, deletedToo || deletedOnly).stream()
                .filter(version -> !deletedOnly || version.deleted())
                .map(SchemaVersion::version)
                .toList();
    }

    synchronized SchemaVersion version(String subject, String version, boolean deletedToo) {
        int number = parseVersion(version);
        List<SchemaVersion> visible = visible(subject, deletedToo);
        if (number < 0) {
            return visible.get(visible.size() - 1);
        }
        return visible.stream()
                .filter(one -> one.version() == number)
                .findFirst()
                .orElseThrow(() -> RegistryException.versionNotFound(version));
    }

    synchronized SchemaText schema(int id) {
        return store.byId(id).orElseThrow(() -> RegistryException.schemaNotFound(id));
    }

    synchronized int maxId() {
        return store.maxId();
    }

    synchronized List<SchemaVersion> versionsOf(int id, boolean deletedToo) {
        schema(id);
        return store.all()
                .filter(version -> version.id() == id)
                .filter(version -> deletedToo || !version.deleted())
                .toList();
    }

    /** Ids of the live schemas that use this one. */
    synchronized List<Integer> referencedBy(String subject, String version) {
        SchemaVersion target = version(subject, version, true);
        return users(target).map(SchemaVersion::id).distinct().sorted().toList();
    }

    private Stream<SchemaVersion> users(SchemaVersion target) {
        Predicate<SchemaReference> isTarget =
                r -> r.subject().equals(target.subject()) && r.version() == target.version();
        return store.all()
                .filter(version -> !version.deleted())
                .filter(version -> version.text().references().stream().anyMatch(isTarget));
    }

    synchronized List<Integer> deleteSubject(String subject, boolean permanent) {
        List<SchemaVersion> all = store.versions(subject);
        List<SchemaVersion> live = live(subject);
        if (all.isEmpty()) {
            throw RegistryException.subjectNotFound(subject);
        }
        if (permanent) {
            if (!live.isEmpty()) {
                throw RegistryException.subjectNotSoftDeleted(subject);
            }
            all.forEach(version -> change(new LogEntry.Erase(subject, version.version())));
            return all.stream().map(SchemaVersion::version).toList();
        }
        if (live.isEmpty()) {
            throw RegistryException.subjectSoftDeleted(subject);
        }
        live.forEach(this::requireUnreferenced);
        live.forEach(version -> change(new LogEntry.Put(version.asDeleted())));
        forgetSettings(subject);
        return live.stream().map(SchemaVersion::version).toList();
    }

    /** A subject that comes back begins with the global level and mode, as with the real registry. */
    private void forgetSettings(String subject) {
        Optional<String> which = Optional.of(subject);
        if (store.compatibility(which).isPresent()) {
            change(new LogEntry.SetCompatibility(which, Optional.empty()));
        }
        if (store.mode(which).isPresent()) {
            change(new LogEntry.SetMode(which, Optional.empty()));
        }
    }

    synchronized int deleteVersion(String subject, String which, boolean permanent) {
        SchemaVersion version = version(subject, which, true);
        if (permanent) {
            if (!version.deleted()) {
                throw RegistryException.versionNotSoftDeleted(subject, version.version());
            }
            change(new LogEntry.Erase(subject, version.version()));
            return version.version();
        }
        if (parseVersion(which) < 0) {
            version = version(subject, which, false);
        }
        if (version.deleted()) {
            throw RegistryException.versionSoftDeleted(subject, version.version());
        }
        requireUnreferenced(version);
        change(new LogEntry.Put(version.asDeleted()));
        return version.version();
    }

    private void requireUnreferenced(SchemaVersion version) {
        if (users(version).findAny().isPresent()) {
            throw RegistryException.referenced(version.subject(), version.version());
        }
    }

    /** Problems against one version (a number or {@code latest}); empty = compatible. */
    synchronized List<String> check(String subject, String version, SchemaText given) {
        SchemaText text = canonical(given);
        int number = parseVersion(version);
        List<SchemaVersion> live = live(subject);
        if (live.isEmpty() && number < 0) {
            return List.of();
        }
        return avro.problems(text, List.of(version(subject, version, false)), effectiveCompatibility(subject));
    }

    /** Problems against the versions that the level asks for; empty = it could be registered. */
    synchronized List<String> check(String subject, SchemaText given) {
        return avro.problems(canonical(given), live(subject), effectiveCompatibility(subject));
    }

    /** The level that is set; the global one has a default. */
    synchronized Compatibility compatibility(Optional<String> subject, boolean defaultToGlobal) {
        if (subject.isEmpty() || defaultToGlobal) {
            return subject.map(this::effectiveCompatibility)
                    .orElseGet(() -> store.compatibility(Optional.empty()).orElse(DEFAULT_COMPATIBILITY));
        }
        return store.compatibility(subject).orElseThrow(() -> RegistryException.noSubjectCompatibility(subject.get()));
    }

    synchronized void setCompatibility(Optional<String> subject, Compatibility level) {
        change(new LogEntry.SetCompatibility(subject, Optional.of(level)));
    }

    /** The level that was set. */
    synchronized Compatibility deleteCompatibility(Optional<String> subject) {
        Compatibility before = subject.isEmpty()
                ? compatibility(subject, false)
                : store.compatibility(subject).orElseThrow(() -> RegistryException.subjectNotFound(subject.get()));
        change(new LogEntry.SetCompatibility(subject, Optional.empty()));
        return before;
    }

    /** The mode that is set; the global one has a default. */
    synchronized Mode mode(Optional<String> subject, boolean defaultToGlobal) {
        if (subject.isEmpty() || defaultToGlobal) {
            return effectiveMode(subject.orElse(""));
        }
        return store.mode(subject).orElseThrow(() -> RegistryException.noSubjectMode(subject.get()));
    }

    synchronized void setMode(Optional<String> subject, Mode mode) {
        change(new LogEntry.SetMode(subject, Optional.of(mode)));
    }

    /** The mode that was set. */
    synchronized Mode deleteMode(Optional<String> subject) {
        Mode before = subject.isEmpty()
                ? effectiveMode("")
                : store.mode(subject).orElseThrow(() -> RegistryException.subjectNotFound(subject.get()));
        change(new LogEntry.SetMode(subject, Optional.empty()));
        return before;
    }

    private Compatibility effectiveCompatibility(String subject) {
        return store.compatibility(Optional.of(subject))
                .or(() -> store.compatibility(Optional.empty()))
                .orElse(DEFAULT_COMPATIBILITY);
    }

    private Mode effectiveMode(String subject) {
        return store.mode(Optional.of(subject))
                .or(() -> store.mode(Optional.empty()))
                .orElse(Mode.READWRITE);
    }

    private SchemaText canonical(SchemaText given) {
        if (!given.isAvro()) {
            throw RegistryException.invalidSchema(
                    "Invalid schema: type " + given.type() + " is not supported here, only AVRO is");
        }
        if (given.schema() == null || given.schema().isBlank()) {
            throw RegistryException.invalidSchema("Empty schema");
        }
        return avro.canonical(given);
    }

    private SchemaText referencedText(String subject, int version) {
        return store.versions(subject).stream()
                .filter(one -> one.version() == version)
                .findFirst()
                .map(SchemaVersion::text)
                .orElseThrow(() -> RegistryException.invalidSchema("Invalid schema: no schema reference found for"
                        + " subject \"" + subject + "\" and version " + version));
    }

    private List<SchemaVersion> live(String subject) {
        return store.versions(subject).stream()
                .filter(version -> !version.deleted())
                .toList();
    }

    /** Never empty. */
    private List<SchemaVersion> visible(String subject, boolean deletedToo) {
        List<SchemaVersion> versions = deletedToo ? store.versions(subject) : live(subject);
        if (versions.isEmpty()) {
            throw RegistryException.subjectNotFound(subject);
        }
        return versions;
    }

    /** The number, or -1 for the latest. */
    private static int parseVersion(String version) {
        if (version.equals(LATEST) || version.equals("-1")) {
            return -1;
        }
        try {
            int number = Integer.parseInt(version);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw RegistryException.invalidVersion(version);
        }
        throw RegistryException.invalidVersion(version);
    }
}
