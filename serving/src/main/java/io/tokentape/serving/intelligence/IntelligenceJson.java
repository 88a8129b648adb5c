package io.tokentape.serving.intelligence;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tokentape.schemas.avro.Announcement;
import io.tokentape.schemas.avro.CallNews;
import io.tokentape.schemas.avro.Candidate;
import io.tokentape.schemas.avro.CompanySpan;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.JoinedAsset;
import io.tokentape.schemas.avro.Keyword;
import io.tokentape.schemas.avro.Level;
import io.tokentape.schemas.avro.LevelUnit;
import io.tokentape.schemas.avro.Lineage;
import io.tokentape.schemas.avro.Mention;
import io.tokentape.schemas.avro.PostMetrics;
import io.tokentape.schemas.avro.Signal;
import io.tokentape.schemas.avro.TextPart;
import io.tokentape.schemas.avro.Urgency;
import io.tokentape.schemas.avro.ValueTerm;
import io.tokentape.serving.http.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The one mapping of intelligence to JSON, the same for REST and the live feed. */
public final class IntelligenceJson {
    private IntelligenceJson() {}

    /** @param timestamp of the record, epoch milliseconds */
    public static void write(Intelligence post, long timestamp, JsonGenerator json) throws IOException {
        json.writeStartObject();
        Json.text(json, "id", post.getId());
        json.writeStringField("ts", time(timestamp));
        json.writeStringField("type", name(post.getType()));
        json.writeStringField("subtype", name(post.getSubtype()));
        Json.text(json, "postId", post.getPostId());
        json.writeNumberField("revision", post.getRevision());
        Json.text(json, "revises", post.getRevises());
        json.writeBooleanField("retracted", post.getRetracted());
        Json.text(json, "retracts", post.getRetracts());
        Json.text(json, "author", post.getAuthor());
        Json.text(json, "authorName", post.getAuthorName());
        Json.number(json, "followers", post.getFollowers());
        Json.text(json, "channel", post.getChannel());
        Json.text(json, "channelName", post.getChannelName());
        Json.text(json, "publishedAt", post.getPublishedAt() == null ? null : time(post.getPublishedAt()));
        Json.text(json, "title", post.getTitle());
        Json.text(json, "text", post.getText());
        Json.text(json, "url", post.getUrl());
        Json.object(json, "metrics", post.getMetrics(), IntelligenceJson::metrics);
        Json.text(json, "language", post.getLanguage());
        json.writeArrayFieldStart("mentions");
        for (Mention mention : post.getMentions()) {
            mention(mention, json);
        }
        json.writeEndArray();
        json.writeNumberField("mentionsOmitted", post.getMentionsOmitted());
        json.writeArrayFieldStart("assets");
        for (JoinedAsset asset : post.getAssets()) {
            JoinedAssetJson.write(asset, timestamp, json);
        }
        json.writeEndArray();
        findings(post, json);
        Json.object(json, "signal", post.getSignal(), IntelligenceJson::signal);
        Json.object(json, "announcement", post.getAnnouncement(), IntelligenceJson::announcement);
        texts("companies", post.getCompanies(), json);
        json.writeArrayFieldStart("companySpans");
        for (CompanySpan span : post.getCompanySpans()) {
            json.writeStartObject();
            json.writeStringField("company", span.getCompany());
            span(span.getPart(), span.getStart(), span.getEnd(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("keywords");
        for (Keyword keyword : post.getKeywords()) {
            json.writeStartObject();
            json.writeStringField("text", keyword.getText());
            json.writeNumberField("tier", keyword.getTier());
            span(keyword.getPart(), keyword.getStart(), keyword.getEnd(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
        Json.object(json, "urgency", post.getUrgency(), IntelligenceJson::urgency);
        texts("cuts", post.getCuts(), json);
        lineage(post.getLineage(), json);
        json.writeEndObject();
    }

    private static void span(TextPart part, int start, int end, JsonGenerator json) throws IOException {
        json.writeStringField("in", name(part));
        json.writeNumberField("start", start);
        json.writeNumberField("end", end);
    }

    private static void metrics(PostMetrics metrics, JsonGenerator json) throws IOException {
        json.writeStartObject();
        Json.number(json, "likes", metrics.getLikes());
        Json.number(json, "reposts", metrics.getReposts());
        Json.number(json, "replies", metrics.getReplies());
        Json.number(json, "views", metrics.getViews());
        Json.number(json, "forwards", metrics.getForwards());
        json.writeEndObject();
    }

    private static void mention(Mention mention, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("surface", mention.getSurface());
        json.writeStringField("in", name(mention.getPart()));
        json.writeNumberField("start", mention.getStart());
        json.writeNumberField("end", mention.getEnd());
        json.writeStringField("kind", name(mention.getKind()));
        Json.text(json, "symbol", mention.getSymbol());
        Json.text(json, "name", mention.getName());
        Json.text(json, "token", mention.getToken());
        Json.text(json, "asset", mention.getAsset());
        Json.number(json, "probability", mention.getProbability());
        json.writeBooleanField("ambiguous", mention.getAmbiguous());
        json.writeArrayFieldStart("candidates");
        for (Candidate candidate : mention.getCandidates()) {
            json.writeStartObject();
            json.writeStringField("asset", candidate.getAsset());
            Json.number(json, "probability", candidate.getProbability());
            json.writeEndObject();
        }
        json.writeEndArray();
        Json.text(json, "stance", mention.getStance() == null ? null : name(mention.getStance()));
        json.writeEndObject();
    }

    private static void findings(Intelligence post, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("sentiment");
        json.writeStringField("label", name(post.getSentiment().getLabel()));
        Json.number(json, "score", post.getSentiment().getScore());
        Json.number(json, "confidence", post.getSentiment().getConfidence());
        json.writeEndObject();
        json.writeObjectFieldStart("event");
        json.writeStringField("type", name(post.getEvent().getType()));
        Json.number(json, "confidence", post.getEvent().getConfidence());
        json.writeEndObject();
        json.writeObjectFieldStart("value");
        Json.number(json, "score", post.getValue().getScore());
        json.writeBooleanField("valuable", post.getValue().getValuable());
        json.writeArrayFieldStart("terms");
        for (ValueTerm term : post.getValue().getTerms()) {
            json.writeStartObject();
            json.writeStringField("name", term.getName());
            Json.number(json, "contribution", term.getContribution());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void signal(Signal signal, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", name(signal.getKind()));
        json.writeStringField("market", name(signal.getMarket()));
        Json.text(json, "base", signal.getBase());
        Json.text(json, "quote", signal.getQuote());
        Json.text(json, "side", signal.getSide() == null ? null : name(signal.getSide()));
        levels("entries", signal.getEntries(), json);
        levels("targets", signal.getTargets(), json);
        levels("stops", signal.getStops(), json);
        leverage(signal.getLeverageLow(), signal.getLeverageHigh(), json);
        Json.text(json, "exchange", signal.getExchange());
        texts("problems", signal.getProblems(), json);
        Json.object(json, "news", signal.getNews(), IntelligenceJson::news);
        Json.text(json, "call", signal.getCall());
        Json.text(json, "callReason", signal.getCallReason() == null ? null : name(signal.getCallReason()));
        json.writeEndObject();
    }

    private static void news(CallNews news, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("what", name(news.getWhat()));
        Json.number(
                json,
                "target",
                news.getTarget() == null ? null : (Long) news.getTarget().longValue());
        Json.number(json, "profitPercent", news.getProfitPercent());
        json.writeEndObject();
    }

    /** A number, low and high, or null. */
    private static void leverage(Double low, Double high, JsonGenerator json) throws IOException {
        if (low == null || high == null || low.equals(high)) {
            Json.number(json, "leverage", low == null ? high : low);
        } else {
            json.writeArrayFieldStart("leverage");
            json.writeNumber(low);
            json.writeNumber(high);
            json.writeEndArray();
        }
    }

    /** Prices are numbers; other levels say what they are, such as 10% and 2x. */
    private static void levels(String field, List<Level> levels, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(field);
        for (Level level : levels) {
            if (!Double.isFinite(level.getValue())) {
                json.writeNull();
            } else if (level.getUnit() == LevelUnit.PERCENT) {
                json.writeString(plain(level.getValue()) + "%");
            } else if (level.getUnit() == LevelUnit.MULTIPLE) {
                json.writeString(plain(level.getValue()) + "x");
            } else {
                json.writeNumber(level.getValue());
            }
        }
        json.writeEndArray();
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private static void announcement(Announcement announcement, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("stage", name(announcement.getStage()));
        Json.text(json, "project", announcement.getProject());
        texts("tokens", announcement.getTokens(), json);
        Json.text(json, "venue", announcement.getVenue());
        Json.text(json, "whenStart", announcement.getWhenStart());
        Json.text(json, "whenEnd", announcement.getWhenEnd());
        Json.text(json, "whenText", announcement.getWhenText());
        json.writeEndObject();
    }

    private static void urgency(Urgency urgency, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("in", name(urgency.getPart()));
        json.writeNumberField("start", urgency.getStart());
        json.writeNumberField("end", urgency.getEnd());
        json.writeStringField("text", urgency.getText());
        Json.text(json, "whenStart", urgency.getWhenStart());
        Json.text(json, "whenEnd", urgency.getWhenEnd());
        json.writeEndObject();
    }

    private static void lineage(Lineage lineage, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("lineage");
        json.writeStringField("topic", lineage.getTopic());
        json.writeNumberField("partition", lineage.getPartition());
        json.writeNumberField("offset", lineage.getOffset());
        json.writeStringField("topologyVersion", lineage.getTopologyVersion());
        json.writeStringField("modelVersion", lineage.getModelVersion());
        json.writeEndObject();
    }

    private static void texts(String field, List<String> values, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(field);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
