package io.tokentape.topology.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tokentape.topology.event.Event;
import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.notice.Announcement;
import io.tokentape.topology.sentiment.Sentiment;
import io.tokentape.topology.signal.CallNews;
import io.tokentape.topology.signal.Signal;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.TextPrint;
import io.tokentape.topology.text.Words;
import io.tokentape.topology.value.Value;
import io.tokentape.topology.watch.CompanySpan;
import io.tokentape.topology.watch.KeywordSpan;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnalysisJsonTest {
    private static final Post POST =
            new Post(Post.Source.TWEET, "7", Instant.EPOCH, null, null, null, null, "$ABC", null, null);

    @Test
    void writesEveryFieldWhenThereIsNothing() throws IOException {
        Analysis analysis = new Analysis(
                null,
                List.of(),
                new Sentiment(Sentiment.Label.NEUTRAL, 0, 0.5),
                new Event(Event.Type.OTHER, 0.25),
                new Value(0, false, List.of()),
                null,
                null,
                List.of(),
                List.of(),
                null,
                null,
                TextPrint.of(null, Words.of(POST.text())));
        assertThat(json(analysis)).isEqualTo("""
                {"id":"7","source":"tweet","language":null,"mentions":[],\
                "sentiment":{"label":"neutral","score":0,"confidence":0.5},\
                "event":{"type":"other","confidence":0.25},\
                "value":{"score":0,"valuable":false,"terms":[]},\
                "signal":null,"announcement":null,"companies":[],"companySpans":[],"keywords":[],"urgency":null}""");
    }

    @Test
    void writesWhatWasFound() throws IOException {
        Analysis analysis = new Analysis(
                "en",
                List.of(new Mention(
                        "$ABC",
                        Mention.Part.TEXT,
                        0,
                        4,
                        Mention.Kind.CASHTAG,
                        "ABC",
                        "Abc",
                        "abc",
                        "abc:native",
                        0.9,
                        false,
                        List.of(new Mention.Candidate("abc:native", 0.9)))),
                new Sentiment(Sentiment.Label.BEARISH, -0.5, 0.6),
                new Event(Event.Type.TRADE_SIGNAL, 0.8),
                new Value(12.25, true, List.of(new Value.Term("event", 12.25))),
                new Signal(
                        Signal.Kind.SIGNAL,
                        Signal.Market.CRYPTO,
                        "ABC",
                        null,
                        Signal.Side.SHORT,
                        List.of(
                                new Signal.Level(0.0000125, Signal.Unit.PRICE),
                                new Signal.Level(8000, Signal.Unit.PRICE)),
                        List.of(new Signal.Level(10, Signal.Unit.PERCENT), new Signal.Level(2.5, Signal.Unit.MULTIPLE)),
                        List.of(),
                        5.0,
                        10.0,
                        "binance",
                        List.of("stop_not_above_entry"),
                        new CallNews(CallNews.What.TARGET_HIT, 2, null)),
                new Announcement(
                        Announcement.Stage.DATED, "Abc", List.of("ABC"), "binance", "2021-01-01", null, "1 Jan"),
                List.of(new CompanySpan("tesla", Mention.Part.TEXT, 7, 12)),
                List.of(new KeywordSpan("hack", 1, Mention.Part.TITLE, 0, 4)),
                new Analysis.Urgency(
                        Mention.Part.TITLE,
                        1,
                        4,
                        "1 Jan",
                        Instant.parse("2021-01-01T00:00:00Z"),
                        Instant.parse("2021-01-01T00:01:00Z")),
                null,
                TextPrint.of(null, Words.of(POST.text())));
        assertThat(json(analysis)).isEqualTo("""
                {"id":"7","source":"tweet","language":"en","mentions":[{"surface":"$ABC","in":"text","start":0,"end":4,\
                "kind":"cashtag","symbol":"ABC","name":"Abc","token":"abc","asset":"abc:native","probability":0.9,\
                "ambiguous":false,"candidates":[{"asset":"abc:native","probability":0.9}],"stance":null}],\
                "sentiment":{"label":"bearish","score":-0.5,"confidence":0.6},\
                "event":{"type":"trade_signal","confidence":0.8},\
                "value":{"score":12.25,"valuable":true,"terms":[{"name":"event","contribution":12.25}]},\
                "signal":{"kind":"signal","market":"crypto","base":"ABC","quote":null,"side":"short",\
                "entries":[0.0000125,8000],"targets":["10%","2.5x"],"stops":[],"leverage":[5,10],"exchange":"binance",\
                "problems":["stop_not_above_entry"],\
                "news":{"what":"target_hit","target":2,"profitPercent":null},"call":null,"callReason":null},\
                "announcement":{"stage":"dated","project":"Abc","tokens":["ABC"],"venue":"binance",\
                "whenStart":"2021-01-01","whenEnd":null,"whenText":"1 Jan"},\
                "companies":["tesla"],"companySpans":[{"company":"tesla","in":"text","start":7,"end":12}],\
                "keywords":[{"text":"hack","tier":1,"in":"title","start":0,"end":4}],\
                "urgency":{"in":"title","start":1,"end":4,"text":"1 Jan",\
                "whenStart":"2021-01-01T00:00:00Z","whenEnd":"2021-01-01T00:01:00Z"}}""");
    }

    private static String json(Analysis analysis) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            AnalysisJson.write(json, POST, analysis);
        }
        return text.toString();
    }
}
