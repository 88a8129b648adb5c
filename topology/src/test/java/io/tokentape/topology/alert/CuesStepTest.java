package io.tokentape.topology.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.schemas.avro.AlertCue;
import io.tokentape.schemas.avro.Announcement;
import io.tokentape.schemas.avro.AnnouncementStage;
import io.tokentape.schemas.avro.CompanySpan;
import io.tokentape.schemas.avro.Event;
import io.tokentape.schemas.avro.EventType;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.JoinedAsset;
import io.tokentape.schemas.avro.Lineage;
import io.tokentape.schemas.avro.Mention;
import io.tokentape.schemas.avro.PostCue;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.schemas.avro.Pump;
import io.tokentape.schemas.avro.Sentiment;
import io.tokentape.schemas.avro.SentimentLabel;
import io.tokentape.schemas.avro.SubjectKind;
import io.tokentape.schemas.avro.TextPart;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.avro.TokenStats;
import io.tokentape.schemas.avro.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which subjects a post has for alerts, and what goes on of it. */
class CuesStepTest {
    private static final long AT = 1_750_000_000_000L;
    private static final String TEXT = "Acme opens the sale of $NEW and $AA on 5 July";

    private final WatchedCompanies companies = new WatchedCompanies();

    @Test
    void takesAnAssetWithItsCompanyAndState() {
        companies.put(new WatchedCompanies.Version("acme", null, List.of(), List.of("aa"), Priority.HIGH, false));
        Intelligence post = post(EventType.LISTING);
        mention(post, "AA", "x:aa");
        names(post, "acme");

        Map<String, AlertCue> cues = cues(post);

        assertThat(cues).containsOnlyKeys("x:aa");
        PostCue cue = cues.get("x:aa").getPost();
        assertThat(cues.get("x:aa").getSubjectKind()).isEqualTo(SubjectKind.ASSET);
        assertThat(cue.getCompany()).isEqualTo("acme");
        assertThat(cue.getPriority()).isEqualTo(io.tokentape.schemas.avro.Priority.HIGH);
        assertThat(cue.getLiquidityUsd()).isEqualTo(5_000);
        assertThat(cue.getMarketCapUsd()).isNull();
        assertThat(cue.getAccount()).isEqualTo("news:desk");
        assertThat(cue.getSpans()).extracting(span -> span.getText()).containsExactly("$AA");
    }

    @Test
    void takesACompanyWhoseTokensThePostDoesNotMean() {
        Intelligence post = post(EventType.REGULATION);
        mention(post, "AA", "x:aa");
        names(post, "acme");

        Map<String, AlertCue> cues = cues(post);

        assertThat(cues).containsOnlyKeys("x:aa", "acme");
        assertThat(cues.get("acme").getSubjectKind()).isEqualTo(SubjectKind.COMPANY);
        assertThat(cues.get("acme").getPost().getSpans())
                .extracting(span -> span.getText())
                .containsExactly("Acme");
        assertThat(cues.get("acme").getPost().getAsset()).isNull();
    }

    @Test
    void takesASymbolThatStandsForNoAsset() {
        Intelligence post = post(EventType.OTHER);
        post.setAnnouncement(announces("NEW"));

        assertThat(cues(post)).containsOnlyKeys("NEW");
        assertThat(cues(post).get("NEW").getSubjectKind()).isEqualTo(SubjectKind.SYMBOL);
    }

    @Test
    void takesTheCompanyOfASymbolThatDoesNotExistYet() {
        companies.put(new WatchedCompanies.Version("acme", null, List.of("NEW"), List.of(), null, false));
        Intelligence post = post(EventType.OTHER);
        post.setAnnouncement(announces("NEW"));
        names(post, "acme");

        Map<String, AlertCue> cues = cues(post);

        assertThat(cues).containsOnlyKeys("acme");
        assertThat(cues.get("acme").getPost().getSymbol()).isEqualTo("NEW");
    }

    @Test
    void takesNothingThatNoMachineHears() {
        Intelligence opinion = post(EventType.OPINION);
        mention(opinion, "AA", "x:aa");
        Intelligence deleted = post(EventType.LISTING);
        mention(deleted, "AA", "x:aa");
        deleted.setRetracted(true);
        deleted.setRevises("before");

        assertThat(cues(opinion)).isEmpty();
        assertThat(CuesStep.withdrawal(opinion)).isEmpty();
        assertThat(cues(deleted)).isEmpty();
        assertThat(CuesStep.withdrawal(deleted)).map(AlertCue::getWithdrawn).contains("before");
    }

    @Test
    void takesSomeSubjectsOfAList() {
        Intelligence post = post(EventType.LISTING);
        for (int i = 0; i < 40; i++) {
            mention(post, "S" + i, "x:s" + i);
        }
        assertThat(cues(post)).hasSize(16).containsKey("x:s0");
    }

    @Test
    void takesTheChannelOfAListThatIsCut() {
        Intelligence post = post(EventType.PUMP_CALL);
        post.setPump(Pump.newBuilder().setScore(0.9).build());
        for (int i = 0; i < 40; i++) {
            mention(post, "S" + i, "x:s" + i);
        }
        assertThat(cues(post)).hasSize(16).containsKey("news:desk");
    }

    @Test
    void tellsPartsOfOneMomentAndWindowsApart() {
        TokenState liquidity = state();
        liquidity.setLiquidityUsd(5.0);
        TokenState tax = state();
        tax.setSellTax(0.1);
        assertThat(List.of(id(liquidity), id(tax))).doesNotHaveDuplicates();
        assertThat(id(TokenState.newBuilder(tax).build())).isEqualTo(id(tax));

        assertThat(List.of(id(window(60_000)), id(window(120_000)))).doesNotHaveDuplicates();
    }

    private static TokenState state() {
        return TokenState.newBuilder()
                .setAsset("x:aa")
                .setProvider("p")
                .setObservedAt(1)
                .build();
    }

    private static TokenStats window(long end) {
        return TokenStats.newBuilder()
                .setAsset("x:aa")
                .setWindowMillis(60_000)
                .setWindowEnd(end)
                .setMentions(1)
                .setStories(1)
                .setSources(1)
                .setLineage(new Lineage("", 0, 0L, "", ""))
                .build();
    }

    private static String id(TokenState state) {
        return SubjectCuesStep.cue("x:aa", state, new Lineage("", 0, 0L, "", ""))
                .orElseThrow()
                .getId();
    }

    private static String id(TokenStats stats) {
        return SubjectCuesStep.cue("x:aa", stats, new Lineage("", 0, 0L, "", ""))
                .orElseThrow()
                .getId();
    }

    private Map<String, AlertCue> cues(Intelligence post) {
        return CuesStep.cuesOf(post, AT, companies);
    }

    private static Intelligence post(EventType type) {
        return Intelligence.newBuilder()
                .setId("id")
                .setType(PostSource.NEWS)
                .setPostId("1")
                .setRevision(1)
                .setChannel("desk")
                .setText(TEXT)
                .setMentions(new ArrayList<>())
                .setAssets(new ArrayList<>())
                .setCompanies(new ArrayList<>())
                .setCompanySpans(new ArrayList<>())
                .setSentiment(new Sentiment(SentimentLabel.NEUTRAL, 0.0, 0.5))
                .setEvent(new Event(type, 0.9))
                .setValue(new Value(10.0, false, List.of()))
                .setLineage(new Lineage("", 0, 0L, "", ""))
                .build();
    }

    private static void mention(Intelligence post, String symbol, String asset) {
        int start = Math.max(0, TEXT.indexOf("$" + symbol));
        post.getMentions()
                .add(Mention.newBuilder()
                        .setSurface("$" + symbol)
                        .setPart(TextPart.TEXT)
                        .setStart(start)
                        .setEnd(start + 1 + symbol.length())
                        .setSymbol(symbol)
                        .setToken(asset.substring(2))
                        .setAsset(asset)
                        .setProbability(0.9)
                        .build());
        post.getAssets()
                .add(JoinedAsset.newBuilder()
                        .setAsset(asset)
                        .setState(TokenState.newBuilder()
                                .setAsset(asset)
                                .setProvider("p")
                                .setObservedAt(1)
                                .setLiquidityUsd(5_000.0)
                                .build())
                        .build());
    }

    private static void names(Intelligence post, String company) {
        post.getCompanies().add(company);
        post.getCompanySpans().add(new CompanySpan(company, TextPart.TEXT, 0, 4));
    }

    private static Announcement announces(String symbol) {
        return Announcement.newBuilder()
                .setStage(AnnouncementStage.ANNOUNCED)
                .setTokens(List.of(symbol))
                .build();
    }
}
