package io.tokentape.topology.analysis;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tokentape.topology.event.Event;
import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.notice.Announcement;
import io.tokentape.topology.sentiment.Sentiment;
import io.tokentape.topology.signal.CallNews;
import io.tokentape.topology.signal.Signal;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.value.Value;
import io.tokentape.topology.watch.CompanySpan;
import io.tokentape.topology.watch.KeywordSpan;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was found in a post as JSON, with every field of DESIGN §6 present, null where there is nothing to say. */
public final class AnalysisJson {
    private static final Map<Post.Source, String> SOURCES = names(Post.Source.class);
    private static final Map<Mention.Part, String> PARTS = names(Mention.Part.class);
    private static final Map<Mention.Kind, String> KINDS = names(Mention.Kind.class);
    private static final Map<Sentiment.Label, String> LABELS = names(Sentiment.Label.class);
    private static final Map<Event.Type, String> EVENTS = names(Event.Type.class);

    private AnalysisJson() {}

    /** The name of an enum's constant in JSON: lower case. */
    public static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Writes one object: the post's id and source, and the fields of {@link #writeFields}. */
    public static void write(JsonGenerator json, Post post, Analysis analysis) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", post.id());
        json.writeStringField("source", SOURCES.get(post.source()));
        writeFields(json, analysis);
        json.writeEndObject();
    }

    /** Writes the fields of an analysis into the object that is open. */
    public static void writeFields(JsonGenerator json, Analysis analysis) throws IOException {
        json.writeStringField("language", analysis.language());
        json.writeArrayFieldStart("mentions");
        for (Mention mention : analysis.mentions()) {
            write(json, mention);
        }
        json.writeEndArray();
        write(json, analysis.sentiment());
        json.writeObjectFieldStart("event");
        json.writeStringField("type", EVENTS.get(analysis.event().type()));
        number(json, "confidence", analysis.event().confidence());
        json.writeEndObject();
        write(json, analysis.value());
        write(json, analysis.signal());
        write(json, analysis.announcement());
        companies(json, analysis.companies());
        json.writeArrayFieldStart("keywords");
        for (KeywordSpan keyword : analysis.keywords()) {
            json.writeStartObject();
            json.writeStringField("text", keyword.text());
            json.writeNumberField("tier", keyword.tier());
            span(json, keyword.part(), keyword.start(), keyword.end());
            json.writeEndObject();
        }
        json.writeEndArray();
        write(json, analysis.urgency());
    }

    private static void companies(JsonGenerator json, List<CompanySpan> companies) throws IOException {
        json.writeArrayFieldStart("companies");
        for (CompanySpan company : companies) {
            json.writeString(company.company());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("companySpans");
        for (CompanySpan company : companies) {
            json.writeStartObject();
            json.writeStringField("company", company.company());
            span(json, company.part(), company.start(), company.end());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void span(JsonGenerator json, Mention.Part part, int start, int end) throws IOException {
        json.writeStringField("in", PARTS.get(part));
        json.writeNumberField("start", start);
        json.writeNumberField("end", end);
    }

    private static void write(JsonGenerator json, Mention mention) throws IOException {
        json.writeStartObject();
        json.writeStringField("surface", mention.surface());
        json.writeStringField("in", PARTS.get(mention.part()));
        json.writeNumberField("start", mention.start());
        json.writeNumberField("end", mention.end());
        json.writeStringField("kind", KINDS.get(mention.kind()));
        json.writeStringField("symbol", mention.symbol());
        json.writeStringField("name", mention.name());
        json.writeStringField("token", mention.token());
        json.writeStringField("asset", mention.asset());
        number(json, "probability", mention.probability());
        json.writeBooleanField("ambiguous", mention.ambiguous());
        json.writeArrayFieldStart("candidates");
        for (Mention.Candidate candidate : mention.candidates()) {
            json.writeStartObject();
            json.writeStringField("asset", candidate.asset());
            number(json, "probability", candidate.probability());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("stance", mention.stance() == null ? null : name(mention.stance()));
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Sentiment sentiment) throws IOException {
        json.writeObjectFieldStart("sentiment");
        json.writeStringField("label", LABELS.get(sentiment.label()));
        number(json, "score", sentiment.score());
        number(json, "confidence", sentiment.confidence());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Value value) throws IOException {
        json.writeObjectFieldStart("value");
        number(json, "score", value.score());
        json.writeBooleanField("valuable", value.valuable());
        json.writeArrayFieldStart("terms");
        for (Value.Term term : value.terms()) {
            json.writeStartObject();
            json.writeStringField("name", term.name());
            number(json, "contribution", term.contribution());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Signal signal) throws IOException {
        if (signal == null) {
            json.writeNullField("signal");
            return;
        }
        json.writeObjectFieldStart("signal");
        json.writeStringField("kind", name(signal.kind()));
        json.writeStringField("market", signal.market() == null ? null : name(signal.market()));
        json.writeStringField("base", signal.base());
        json.writeStringField("quote", signal.quote());
        json.writeStringField("side", signal.side() == null ? null : name(signal.side()));
        levels(json, "entries", signal.entries());
        levels(json, "targets", signal.targets());
        levels(json, "stops", signal.stops());
        leverage(json, signal);
        json.writeStringField("exchange", signal.exchange());
        strings(json, "problems", signal.problems());
        write(json, signal.news());
        // Only who has read the channel's earlier posts knows the call that an update belongs to.
        json.writeNullField("call");
        json.writeNullField("callReason");
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, CallNews news) throws IOException {
        if (news == null) {
            json.writeNullField("news");
            return;
        }
        json.writeObjectFieldStart("news");
        json.writeStringField("what", name(news.what()));
        if (news.target() == null) {
            json.writeNullField("target");
        } else {
            json.writeNumberField("target", news.target());
        }
        if (news.profitPercent() == null) {
            json.writeNullField("profitPercent");
        } else {
            number(json, "profitPercent", news.profitPercent());
        }
        json.writeEndObject();
    }

    private static void leverage(JsonGenerator json, Signal signal) throws IOException {
        if (signal.leverageLow() == null || signal.leverageHigh() == null) {
            json.writeNullField("leverage");
        } else if (signal.leverageLow().equals(signal.leverageHigh())) {
            number(json, "leverage", signal.leverageLow());
        } else {
            json.writeArrayFieldStart("leverage");
            json.writeNumber(plain(signal.leverageLow()));
            json.writeNumber(plain(signal.leverageHigh()));
            json.writeEndArray();
        }
    }

    private static void levels(JsonGenerator json, String field, List<Signal.Level> levels) throws IOException {
        json.writeArrayFieldStart(field);
        for (Signal.Level level : levels) {
            switch (level.unit()) {
                case PRICE -> json.writeNumber(plain(level.value()));
                case PERCENT -> json.writeString(plain(level.value()) + "%");
                case MULTIPLE -> json.writeString(plain(level.value()) + "x");
            }
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Announcement announcement) throws IOException {
        if (announcement == null) {
            json.writeNullField("announcement");
            return;
        }
        json.writeObjectFieldStart("announcement");
        json.writeStringField("stage", announcement.stage() == null ? null : name(announcement.stage()));
        json.writeStringField("project", announcement.project());
        strings(json, "tokens", announcement.tokens());
        json.writeStringField("venue", announcement.venue());
        json.writeStringField("whenStart", announcement.whenStart());
        json.writeStringField("whenEnd", announcement.whenEnd());
        json.writeStringField("whenText", announcement.whenText());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Analysis.Urgency urgency) throws IOException {
        if (urgency == null) {
            json.writeNullField("urgency");
            return;
        }
        json.writeObjectFieldStart("urgency");
        json.writeStringField("in", PARTS.get(urgency.part()));
        json.writeNumberField("start", urgency.start());
        json.writeNumberField("end", urgency.end());
        json.writeStringField("text", urgency.text());
        json.writeStringField("whenStart", iso(urgency.from()));
        json.writeStringField("whenEnd", iso(urgency.until()));
        json.writeEndObject();
    }

    private static String iso(Instant time) {
        return time == null ? null : time.toString();
    }

    private static void strings(JsonGenerator json, String field, List<String> values) throws IOException {
        json.writeArrayFieldStart(field);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    private static void number(JsonGenerator json, String field, double value) throws IOException {
        json.writeFieldName(field);
        if (value == StrictMath.rint(value) && StrictMath.abs(value) < 1e15) {
            json.writeNumber((long) value);
        } else {
            json.writeNumber(value);
        }
    }

    /** Without exponent and without trailing zeros, as prices are written. */
    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private static <E extends Enum<E>> Map<E, String> names(Class<E> type) {
        Map<E, String> names = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            names.put(constant, name(constant));
        }
        return names;
    }
}
