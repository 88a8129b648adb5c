package io.tokentape.serving.token;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.serving.http.Json;
import io.tokentape.serving.http.Problem;
import io.tokentape.serving.query.Answer;
import io.tokentape.serving.query.Stored;
import io.tokentape.serving.query.ViewQuery;
import io.tokentape.serving.query.ViewTable;
import io.tokentape.topology.mention.TokenEntry;
import io.tokentape.topology.mention.TokenRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** Latest token data of assets: state from the view, names from the registry. Safe for use by many threads. */
public final class TokenReader {
    private static final int RETRY_AFTER_SECONDS = 5;

    private final ViewQuery view;
    private final TokenRegistry registry;
    private final String topic;
    private final Deserializer<TokenState> deserializer;
    private final Clock clock;

    /** @param clock the edge's own: names and ages are as of now */
    public TokenReader(
            ViewQuery view, TokenRegistry registry, String topic, Deserializer<TokenState> deserializer, Clock clock) {
        this.view = view;
        this.registry = registry;
        this.topic = topic;
        this.deserializer = deserializer;
        this.clock = clock;
    }

    /**
     * What is known of one asset.
     *
     * @param entry null = the registry does not know it
     * @param state null = none was ever observed, or it could not be read
     * @param stateAt timestamp of the state's record; null = no state
     * @param readAt when this was read
     * @param failure null = none
     * @param copy null = the owner of the state said so
     */
    public record TokenInfo(
            String asset,
            TokenEntry entry,
            TokenState state,
            Instant stateAt,
            Instant readAt,
            Problem failure,
            Answer.Copy copy) {
        boolean unknown() {
            return entry == null && state == null && failure == null;
        }
    }

    /** By asset, in order; a failure is that asset's own. */
    public Map<String, TokenInfo> read(List<String> assets) {
        Instant now = clock.instant();
        Map<String, Answer> answers = view.findAll(ViewTable.TOKEN_STATE, assets);
        Map<String, TokenInfo> infos = new LinkedHashMap<>();
        assets.forEach(asset -> infos.put(asset, info(asset, answers.get(asset), now)));
        return infos;
    }

    private TokenInfo info(String asset, Answer answer, Instant now) {
        Optional<TokenEntry> entry = registry.byAsset(asset, now);
        Stored stored = answer.stored();
        Problem failure = answer.failure();
        TokenState state = null;
        if (stored != null) {
            try {
                state = deserializer.deserialize(topic, stored.value());
            } catch (SerializationException | AvroRuntimeException e) {
                failure = Problem.unavailable(
                        "record-undecodable",
                        "the record cannot be decoded now: its schema may be out of reach",
                        RETRY_AFTER_SECONDS);
            }
        }
        Instant stateAt = state == null ? null : Instant.ofEpochMilli(stored.timestamp());
        return new TokenInfo(asset, entry.orElse(null), state, stateAt, now, failure, answer.copy());
    }

    /** Writes the fields of an asset into an open object. */
    static void write(TokenInfo info, JsonGenerator json) throws IOException {
        TokenEntry entry = info.entry();
        int colon = info.asset().indexOf(':');
        json.writeStringField("asset", info.asset());
        json.writeStringField("network", info.asset().substring(0, Math.max(0, colon)));
        json.writeStringField("address", info.asset().substring(colon + 1));
        Json.text(json, "token", entry == null ? null : entry.id());
        Json.text(json, "symbol", entry == null ? null : entry.symbol());
        Json.text(json, "name", entry == null ? null : entry.name());
        Json.number(
                json,
                "rank",
                entry == null || entry.rank() == null
                        ? null
                        : (Long) entry.rank().longValue());
        Json.object(json, "state", info.state(), TokenStateJson::write);
        Json.text(json, "source", info.state() == null ? null : info.state().getProvider());
        Json.text(json, "as_of", info.stateAt() == null ? null : info.stateAt().toString());
        Json.number(
                json,
                "staleness_ms",
                info.stateAt() == null
                        ? null
                        : (Long) (info.readAt().toEpochMilli() - info.stateAt().toEpochMilli()));
        Json.copy(info.copy() != null, info.copy() == null ? null : info.copy().ageMillis(), json);
    }
}
