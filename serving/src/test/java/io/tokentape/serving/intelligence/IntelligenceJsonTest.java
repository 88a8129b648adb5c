package io.tokentape.serving.intelligence;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.schemas.avro.Announcement;
import io.tokentape.schemas.avro.AnnouncementStage;
import io.tokentape.schemas.avro.Candidate;
import io.tokentape.schemas.avro.CanonicalPrice;
import io.tokentape.schemas.avro.CompanySpan;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.JoinedAsset;
import io.tokentape.schemas.avro.Keyword;
import io.tokentape.schemas.avro.Level;
import io.tokentape.schemas.avro.LevelUnit;
import io.tokentape.schemas.avro.Market;
import io.tokentape.schemas.avro.Mention;
import io.tokentape.schemas.avro.MentionKind;
import io.tokentape.schemas.avro.PostMetrics;
import io.tokentape.schemas.avro.Safety;
import io.tokentape.schemas.avro.SafetyReason;
import io.tokentape.schemas.avro.SafetyVerdict;
import io.tokentape.schemas.avro.Side;
import io.tokentape.schemas.avro.Signal;
import io.tokentape.schemas.avro.SignalKind;
import io.tokentape.schemas.avro.StateField;
import io.tokentape.schemas.avro.StateOrigin;
import io.tokentape.schemas.avro.Story;
import io.tokentape.schemas.avro.TextPart;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.avro.Tri;
import io.tokentape.schemas.avro.Urgency;
import io.tokentape.schemas.avro.Value;
import io.tokentape.schemas.avro.ValueTerm;
import io.tokentape.serving.Samples;
import io.tokentape.serving.http.Json;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IntelligenceJsonTest {
    @BeforeAll
    static void trustOurRecords() {
        Samples.trust();
    }

    @Test
    void writesEveryField() throws IOException {
        TokenState state = TokenState.newBuilder()
                .setAsset("solana:native")
                .setProvider("dexscreener")
                .setObservedAt(Samples.TS - 5_000)
                .setPriceUsd(150.25)
                .setHolders(12L)
                .setMintable(Tri.NO)
                .build();
        Intelligence post = Samples.intelligence(7)
                .setRevision(2)
                .setRevises(Samples.id(6))
                .setAuthor("a")
                .setAuthorName("A")
                .setFollowers(10L)
                .setChannel("c")
                .setChannelName("C")
                .setPublishedAt(Samples.TS - 1_000)
                .setTitle("t")
                .setText("$SOL \"up\" 10%")
                .setUrl("https://example.com/7")
                .setMetrics(PostMetrics.newBuilder().setLikes(1L).setViews(100L).build())
                .setLanguage("en")
                .setMentions(List.of(Mention.newBuilder()
                        .setSurface("$SOL")
                        .setPart(TextPart.TEXT)
                        .setStart(0)
                        .setEnd(4)
                        .setKind(MentionKind.CASHTAG)
                        .setSymbol("SOL")
                        .setName("Solana")
                        .setToken("solana")
                        .setAsset("solana:native")
                        .setProbability(0.97)
                        .setCandidates(List.of(new Candidate("solana:native", 0.97)))
                        .build()))
                .setMentionsOmitted(3)
                .setAssets(List.of(
                        JoinedAsset.newBuilder()
                                .setAsset("solana:native")
                                .setState(state)
                                .setStateAt(Samples.TS - 4_000)
                                .setOrigins(List.of(new StateOrigin(
                                        "dexscreener",
                                        null,
                                        Samples.TS - 5_000,
                                        Samples.TS - 4_000,
                                        5_000L,
                                        List.of(StateField.PRICE_USD, StateField.HOLDERS, StateField.MINTABLE),
                                        List.of(StateField.HOLDERS))))
                                .setPrice(new CanonicalPrice(150.25, 2, 1, 9e6, 0.01))
                                .setSafety(new Safety(
                                        SafetyVerdict.CAUTION,
                                        0.5,
                                        0.25,
                                        List.of(new SafetyReason(StateField.LIQUIDITY_USD, 0.5))))
                                .setConfidence(0.75)
                                .setDoubts(List.of("stale:holders"))
                                .setStory(new Story(Samples.id(3), Samples.TS - 60_000, "tweet:b", 4, 2, 240.0))
                                .build(),
                        JoinedAsset.newBuilder()
                                .setAsset("base:0xabc")
                                .setReason("no_state")
                                .build()))
                .setValue(new Value(61.5, true, List.of(new ValueTerm("reach", 11.5))))
                .setSignal(Signal.newBuilder()
                        .setKind(SignalKind.SIGNAL)
                        .setMarket(Market.CRYPTO)
                        .setBase("SOL")
                        .setSide(Side.LONG)
                        .setEntries(List.of(new Level(150.5, LevelUnit.PRICE)))
                        .setTargets(List.of(new Level(10.0, LevelUnit.PERCENT), new Level(2.0, LevelUnit.MULTIPLE)))
                        .setLeverageLow(5.0)
                        .setLeverageHigh(10.0)
                        .setProblems(List.of("no_stop"))
                        .build())
                .setAnnouncement(Announcement.newBuilder()
                        .setStage(AnnouncementStage.DATED)
                        .setTokens(List.of("SOL"))
                        .setWhenStart("2025-07-21")
                        .build())
                .setCompanies(List.of("Acme"))
                .setCompanySpans(List.of(new CompanySpan("Acme", TextPart.TITLE, 1, 5)))
                .setKeywords(List.of(new Keyword("listing", 1, TextPart.TEXT, 2, 9)))
                .setUrgency(new Urgency(TextPart.TEXT, 5, 9, "now!", null, null))
                .setCuts(List.of("nul"))
                .build();

        assertThat(json(post)).isEqualTo(("""
                {"id":"00000000000000000000000000000007","ts":"2025-07-20T00:00:00Z","type":"tweet","subtype":"listing",
                "postId":"p7","revision":2,"revises":"00000000000000000000000000000006","retracted":false,
                "retracts":null,"author":"a","authorName":"A","followers":10,"channel":"c","channelName":"C",
                "publishedAt":"2025-07-19T23:59:59Z","title":"t","text":"$SOL \\"up\\" 10%",
                "url":"https://example.com/7",
                "metrics":{"likes":1,"reposts":null,"replies":null,"views":100,"forwards":null},"language":"en",
                "mentions":[{"surface":"$SOL","in":"text","start":0,"end":4,"kind":"cashtag","symbol":"SOL",
                "name":"Solana","token":"solana","asset":"solana:native","probability":0.97,"ambiguous":false,
                "candidates":[{"asset":"solana:native","probability":0.97}],"stance":null}],"mentionsOmitted":3,
                "assets":[{"asset":"solana:native","state":{"provider":"dexscreener",
                "observedAt":"2025-07-19T23:59:55Z","priceUsd":150.25,"holders":12,"mintable":"no"},
                "stateAt":"2025-07-19T23:59:56Z","ageMs":4000,"reason":null,
                "origins":[{"provider":"dexscreener","pool":null,"observedAt":"2025-07-19T23:59:55Z",
                "learnedAt":"2025-07-19T23:59:56Z","ageMs":5000,"fields":["priceUsd","holders","mintable"],
                "stale":["holders"]}],
                "price":{"usd":150.25,"pools":2,"poolsLeftOut":1,"liquidityUsd":9000000.0,"spread":0.01},
                "safety":{"verdict":"caution","risk":0.5,"confidence":0.25,
                "reasons":[{"field":"liquidityUsd","risk":0.5}]},
                "confidence":0.75,"doubts":["stale:holders"],
                "story":{"id":"00000000000000000000000000000003","firstSeenAt":"2025-07-19T23:59:00Z",
                "firstSource":"tweet:b","campaignSize":4,"sources":2,"postsPerHour":240.0}},
                {"asset":"base:0xabc","state":null,"stateAt":null,"ageMs":null,"reason":"no_state","origins":[],
                "price":null,"safety":null,"confidence":0.0,"doubts":[],"story":null}],
                "sentiment":{"label":"bullish","score":0.5,"confidence":0.8},
                "event":{"type":"listing","confidence":0.9},
                "value":{"score":61.5,"valuable":true,"terms":[{"name":"reach","contribution":11.5}]},
                "signal":{"kind":"signal","market":"crypto","base":"SOL","quote":null,"side":"long",
                "entries":[150.5],"targets":["10%","2x"],"stops":[],"leverage":[5.0,10.0],"exchange":null,
                "problems":["no_stop"],"news":null,"call":null,"callReason":null},
                "announcement":{"stage":"dated","project":null,"tokens":["SOL"],"venue":null,
                "whenStart":"2025-07-21","whenEnd":null,"whenText":null},
                "companies":["Acme"],"companySpans":[{"company":"Acme","in":"title","start":1,"end":5}],
                "keywords":[{"text":"listing","tier":1,"in":"text","start":2,"end":9}],
                "urgency":{"in":"text","start":5,"end":9,"text":"now!","whenStart":null,"whenEnd":null},"cuts":["nul"],
                "lineage":{"topic":"tokentape.raw.tweets","partition":1,"offset":42,"topologyVersion":"0.1.0",
                "modelVersion":"rules-1"}}
                """).replace("\n", ""));
    }

    @Test
    void unknownIsNullAndWhatIsNoNumberIsUnknown() throws IOException {
        Intelligence post = Samples.intelligence(1)
                .setValue(new Value(Double.NaN, false, List.of()))
                .setSignal(Signal.newBuilder()
                        .setLeverageLow(3.0)
                        .setLeverageHigh(3.0)
                        .build())
                .build();

        String json = json(post);

        assertThat(json)
                .contains("\"value\":{\"score\":null,", "\"leverage\":3.0,", "\"side\":null", "\"announcement\":null")
                .contains("\"metrics\":null", "\"urgency\":null", "\"language\":null");
        assertThat(Json.MAPPER.readTree(json).get("assets")).isEmpty();
    }

    private static String json(Intelligence post) {
        return Json.string(json -> IntelligenceJson.write(post, Samples.TS, json));
    }
}
