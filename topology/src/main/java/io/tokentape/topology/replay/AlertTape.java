package io.tokentape.topology.replay;

import io.tokentape.schemas.avro.Alert;
import io.tokentape.schemas.avro.AlertCue;
import io.tokentape.schemas.avro.CompanyRef;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.Lineage;
import io.tokentape.schemas.avro.ManualEntry;
import io.tokentape.schemas.avro.RuleRef;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.avro.TokenStats;
import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.RegistryAwayException;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.topology.account.PoisonException;
import io.tokentape.topology.account.TapeTime;
import io.tokentape.topology.alert.AlertEngine;
import io.tokentape.topology.alert.AlertEvent;
import io.tokentape.topology.alert.AlertReferenceStep;
import io.tokentape.topology.alert.AlertReplay;
import io.tokentape.topology.alert.AlertRules;
import io.tokentape.topology.alert.AlertStep;
import io.tokentape.topology.alert.CuesStep;
import io.tokentape.topology.alert.Subject;
import io.tokentape.topology.alert.SubjectCuesStep;
import io.tokentape.topology.alert.WatchedCompanies;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * The stored topics that alerts are made of, in memory, to ask what other rules would have made of them. Holds one small
 * event for each record that alerts could use. For use by one thread.
 */
public final class AlertTape {
    private static final Lineage NOWHERE = new Lineage("", -1, -1L, "", "");

    private final Topics topics;
    private final WireSerdes serdes;
    private final InstantSource clock;
    private final WatchedCompanies companies = new WatchedCompanies();
    private final AlertRules rules = AlertRules.shipped();
    private final AlertReplay replay = new AlertReplay();
    private long unusable;

    /** @param clock by which a timestamp lies too far ahead to be one, as the topology refuses it */
    public AlertTape(Topics topics, WireSerdes serdes, InstantSource clock) {
        this.topics = topics;
        this.serdes = serdes;
        this.clock = clock;
    }

    /** What must be read first, whole: the rules and companies that hold as of each record's time. */
    public List<Topic<?>> reference() {
        return List.of(topics.refRules, topics.refCompanies);
    }

    /** What must be read then. */
    public List<Topic<?>> events() {
        return List.of(topics.intelligence, topics.tokenStats, topics.tokenState, topics.rawManual);
    }

    /** How many records were no use: what the topology puts aside as poison. */
    public long unusable() {
        return unusable;
    }

    /** How many events alerts can be made of. */
    public int size() {
        return replay.size();
    }

    /** The rules that hold by what was read. */
    public AlertRules rules() {
        return rules;
    }

    /**
     * Takes one record.
     *
     * @throws SerializationException when the registry is away
     */
    public void read(Topic<?> topic, String key, byte[] value, long timestamp) {
        try {
            take(topic, key, value, timestamp);
        } catch (SerializationException e) {
            if (RegistryAwayException.causes(e)) {
                throw e;
            }
            unusable++;
        } catch (PoisonException | IllegalArgumentException e) {
            // Counted here as what the topology puts into the dead letters, or warns of, is counted there.
            unusable++;
        }
    }

    private void take(Topic<?> topic, String key, byte[] value, long timestamp) {
        boolean ofReference = reference().contains(topic);
        boolean keyed = ofReference || topic == topics.intelligence || key != null && !key.isEmpty();
        if (value == null || !keyed || !ofReference && !TapeTime.holds(timestamp, clock)) {
            unusable++;
        } else if (topic == topics.refRules) {
            AlertReferenceStep.put(rules, decode(topics.refRules, RuleRef.class, value));
        } else if (topic == topics.refCompanies) {
            AlertReferenceStep.put(companies, decode(topics.refCompanies, CompanyRef.class, value));
        } else if (topic == topics.intelligence) {
            Intelligence post = decode(topics.intelligence, Intelligence.class, value);
            CuesStep.cuesOf(post, timestamp, companies).forEach((subject, cue) -> add(subject, cue, timestamp));
            CuesStep.withdrawal(post).ifPresent(cue -> add(cue.getWithdrawn(), cue, timestamp));
        } else if (topic == topics.tokenStats) {
            add(key, SubjectCuesStep.cue(key, decode(topics.tokenStats, TokenStats.class, value), NOWHERE), timestamp);
        } else if (topic == topics.tokenState) {
            add(key, SubjectCuesStep.cue(key, decode(topics.tokenState, TokenState.class, value), NOWHERE), timestamp);
        } else {
            add(key, SubjectCuesStep.cue(key, decode(topics.rawManual, ManualEntry.class, value), NOWHERE), timestamp);
        }
    }

    private <T extends SpecificRecord> T decode(Topic<T> topic, Class<T> type, byte[] value) {
        return serdes.of(type).deserializer().deserialize(topic.name(), value);
    }

    private void add(String key, Optional<AlertCue> cue, long timestamp) {
        cue.ifPresent(found -> add(key, found, timestamp));
    }

    private void add(String key, AlertCue cue, long timestamp) {
        AlertEvent event = AlertStep.event(cue, timestamp);
        if (event instanceof AlertEvent.Withdrawn withdrawn) {
            replay.add(withdrawn);
        } else {
            replay.add(new Subject(Subject.Kind.valueOf(cue.getSubjectKind().name()), key), cue.getId(), event);
        }
    }

    /**
     * The alerts that rules make of the tape, decided in a period, by time; without lineage.
     *
     * @param from epoch milliseconds, inclusive: limits only what is given back, all before it is replayed
     * @param until exclusive
     */
    public List<Alert> alerts(AlertRules with, long from, long until) {
        return replay.run(AlertEngine.shipped(with), until).stream()
                .filter(alert -> alert.tDecided() >= from)
                .map(alert -> AlertStep.avro(alert, NOWHERE))
                .toList();
    }
}
