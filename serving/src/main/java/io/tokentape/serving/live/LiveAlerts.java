package io.tokentape.serving.live;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.tokentape.schemas.avro.Alert;
import io.tokentape.schemas.avro.AlertKind;
import io.tokentape.schemas.avro.ConfidenceBand;
import io.tokentape.serving.alert.AlertJson;
import io.tokentape.serving.query.RecordDecoder;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** Alerts, by {@code kind}, {@code subject}, {@code band} and {@code min_confidence}, which corrections need not reach. */
public final class LiveAlerts implements LiveTopic<Alert> {
    private final String name;
    private final RecordDecoder<Alert> decoder;

    public LiveAlerts(String name, RecordDecoder<Alert> decoder) {
        this.name = name;
        this.decoder = decoder;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Alert decode(byte[] value) {
        return decoder.decode(value);
    }

    @Override
    public String id(Alert alert) {
        return alert.getId();
    }

    @Override
    public void write(Alert alert, long timestamp, JsonGenerator json) throws IOException {
        AlertJson.write(alert, timestamp, json);
    }

    @Override
    public Predicate<Alert> filter(JsonNode data) {
        Set<String> kinds = FilterValues.names(data, "kind", AlertKind.values());
        Set<String> bands = FilterValues.names(data, "band", ConfidenceBand.values());
        Set<String> subjects = FilterValues.assets(data, "subject");
        double least = FilterValues.share(data, "min_confidence");
        return alert -> (alert.getRetracted() || alert.getConfidence() >= least)
                && (kinds.isEmpty() || kinds.contains(name(alert.getKind())))
                && (bands.isEmpty() || bands.contains(name(alert.getBand())))
                && (subjects.isEmpty() || subjects.contains(alert.getSubject()));
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
