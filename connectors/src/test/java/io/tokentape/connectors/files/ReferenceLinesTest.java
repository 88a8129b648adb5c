package io.tokentape.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.schemas.avro.Candle;
import io.tokentape.schemas.avro.CompanyRef;
import io.tokentape.schemas.avro.KeywordRule;
import io.tokentape.schemas.avro.Priority;
import io.tokentape.schemas.avro.RuleKind;
import io.tokentape.schemas.avro.RuleRef;
import io.tokentape.schemas.avro.TokenRef;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.avro.Tri;
import io.tokentape.schemas.catalogue.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** States, tokens and candles. */
class ReferenceLinesTest {
    private static final String HEADER = "symbol,quote,interval,ts,open,high,low,close,volume";
    private static final Topics TOPICS = new Topics("t.");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2025-07-20T12:00:00Z"), ZoneOffset.UTC);
    private static final Map<String, String> ASSETS = Map.of("BTC", "bitcoin:native");

    @Test
    void readsAState() {
        TapeRecord<TokenState> record = accepted(new StateLines(TOPICS, CLOCK), """
                {"asset":"ethereum:0x6982508145454Ce325dDbE47a25d4ec3d2311933","ts":"2025-07-20T00:00:00Z","provider":"dexscreener","priceUsd":1.5,
                "holders":12,"buyTax":0,"honeypot":"no","mintable":true,"freezable":null,"poolCreatedAt":"2023-04-14T00:00:00Z","news":1}
                """);

        TokenState state = record.value();
        assertThat(record.topic()).isSameAs(TOPICS.tokenState);
        assertThat(record.key()).isEqualTo("ethereum:0x6982508145454ce325ddbe47a25d4ec3d2311933");
        assertThat(state.getAsset()).isEqualTo(record.key());
        assertThat(record.timestampMillis()).isEqualTo(at("2025-07-20T00:00:00Z"));
        assertThat(state.getObservedAt()).isEqualTo(record.timestampMillis());
        assertThat(state.getPriceUsd()).isEqualTo(1.5);
        assertThat(state.getHolders()).isEqualTo(12);
        assertThat(state.getBuyTax()).isZero();
        assertThat(state.getHoneypot()).isEqualTo(Tri.NO);
        assertThat(state.getMintable()).isEqualTo(Tri.YES);
        assertThat(state.getFreezable()).isEqualTo(Tri.UNKNOWN);
        assertThat(state.getProxy()).isEqualTo(Tri.UNKNOWN);
        assertThat(state.getPoolCreatedAt()).isEqualTo(at("2023-04-14T00:00:00Z"));
        assertThat(state.getLiquidityUsd()).isNull();
    }

    @Test
    void readsEveryFactOfAState() {
        TokenState state = accepted(new StateLines(TOPICS, CLOCK), """
                {"asset":"solana:So1","ts":"2025-07-20T00:00:00Z","provider":"x","pool":"p1","dex":"raydium","cannotSell":true,
                "hiddenOwner":"no","holders11To30Share":0.2,"lpLockedUsd":5.5,"buyers6h":7,"impostorOf":"solana:native",
                "bondingCurveCompletedAt":"2025-07-19T00:00:00Z"}
                """).value();

        assertThat(state.getPool()).isEqualTo("p1");
        assertThat(state.getDex()).isEqualTo("raydium");
        assertThat(state.getCannotSell()).isEqualTo(Tri.YES);
        assertThat(state.getHiddenOwner()).isEqualTo(Tri.NO);
        assertThat(state.getCannotBuy()).isEqualTo(Tri.UNKNOWN);
        assertThat(state.getHolders11To30Share()).isEqualTo(0.2);
        assertThat(state.getLpLockedUsd()).isEqualTo(5.5);
        assertThat(state.getBuyers6h()).isEqualTo(7);
        assertThat(state.getImpostorOf()).isEqualTo("solana:native");
        assertThat(state.getBondingCurveCompletedAt()).isEqualTo(at("2025-07-19T00:00:00Z"));
    }

    @Test
    void aStateMayGiveItsTimesAsTheRecordHoldsThem() {
        TokenState state = accepted(
                        new StateLines(TOPICS, CLOCK),
                        "{\"asset\":\"bitcoin:native\",\"ts\":\"2025-07-20T00:00:00Z\",\"provider\":\"x\",\"observedAt\":1752969500000}")
                .value();

        assertThat(state.getObservedAt()).isEqualTo(1752969500000L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"ts\":\"2025-07-20T00:00:00Z\",\"provider\":\"x\"}                                 | MISSING_FIELD | asset is missing",
                "{\"asset\":\"bitcoin:native\",\"provider\":\"x\"}                                    | MISSING_FIELD | ts is missing",
                "{\"asset\":\"bitcoin:native\",\"ts\":\"2025-07-20T00:00:00Z\"}                       | MISSING_FIELD | provider is missing",
                "{\"asset\":\"BTC\",\"ts\":\"2025-07-20T00:00:00Z\",\"provider\":\"x\"}               | BAD_VALUE     | asset is not <chain>:<address>",
                "{\"asset\":\"bitcoin:native\",\"ts\":\"2100-07-20T00:00:00Z\",\"provider\":\"x\"}    | TIME_OUT_OF_RANGE | ts 2100",
                "{\"priceUsd\":\"1\"}                                                                 | WRONG_TYPE    | priceUsd must be a number, not text",
                "{\"priceUsd\":1e999}                                                                 | BAD_VALUE     | priceUsd is too large",
                "{\"priceUsd\":NaN}                                                                   | MALFORMED     | malformed JSON",
                "{\"honeypot\":\"perhaps\"}                                                           | BAD_VALUE     | honeypot must be one of [unknown, no, yes]",
            })
    void saysWhatIsWrongWithAState(String line, RejectReason reason, String detail) {
        assertRejected(new StateLines(TOPICS, CLOCK), line.strip(), reason, detail);
    }

    @Test
    void readsAToken() {
        TapeRecord<TokenRef> record = accepted(new TokenLines(TOPICS, CLOCK), """
                {"id":"pepe","symbol":"pepe","name":"Pepe","aliases":["pepe coin"],"assets":["ethereum:0x6982508145454Ce325dDbE47a25d4ec3d2311933"],
                "primary":"ethereum:0x6982508145454Ce325dDbE47a25d4ec3d2311933","rank":30,"knownFrom":"2023-04-14"}
                """);

        TokenRef token = record.value();
        assertThat(record.topic()).isSameAs(TOPICS.refTokens);
        assertThat(record.key()).isEqualTo("pepe");
        assertThat(record.timestampMillis()).isEqualTo(at("2009-01-03T00:00:00Z"));
        assertThat(token.getSymbol()).isEqualTo("PEPE");
        assertThat(token.getAliases()).containsExactly("pepe coin");
        assertThat(token.getAssets()).containsExactly("ethereum:0x6982508145454ce325ddbe47a25d4ec3d2311933");
        assertThat(token.getPrimary()).isEqualTo(token.getAssets().get(0));
        assertThat(token.getRank()).isEqualTo(30);
        assertThat(token.getKnownFrom()).isEqualTo(at("2023-04-14T00:00:00Z"));
        assertThat(token.getEffectiveAt()).isNull();
    }

    @Test
    void aTokenThatTakesEffectLaterHasThatTime() {
        TapeRecord<TokenRef> record = accepted(
                new TokenLines(TOPICS, CLOCK),
                "{\"id\":\"pepe\",\"symbol\":\"PEPE\",\"name\":\"Pepe\",\"effectiveAt\":\"2024-01-01T00:00:00Z\",\"deleted\":true}");

        assertThat(record.timestampMillis()).isEqualTo(at("2024-01-01T00:00:00Z"));
        assertThat(record.value().getEffectiveAt()).isEqualTo(record.timestampMillis());
        assertThat(record.value().getDeleted()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"symbol\":\"A\",\"name\":\"A\"}                                          | MISSING_FIELD | id is missing",
                "{\"id\":\"A b\",\"symbol\":\"A\",\"name\":\"A\"}                           | BAD_VALUE     | id must be a lower-case slug",
                "{\"id\":\"a\",\"name\":\"A\"}                                              | MISSING_FIELD | symbol is missing",
                "{\"id\":\"a\",\"symbol\":\"A\"}                                            | MISSING_FIELD | name is missing",
                "{\"aliases\":\"x\"}                                                        | WRONG_TYPE    | aliases must be a list of texts, not text",
                "{\"aliases\":[1]}                                                          | WRONG_TYPE    | aliases must be a list of texts, not a number",
                "{\"rank\":0}                                                               | BAD_VALUE     | rank must be 1 or more",
                "{\"id\":\"a\",\"symbol\":\"A\",\"name\":\"A\",\"assets\":[\"x:1\"],\"primary\":\"x:2\"} | BAD_VALUE | primary is not one of assets",
            })
    void saysWhatIsWrongWithAToken(String line, RejectReason reason, String detail) {
        assertRejected(new TokenLines(TOPICS, CLOCK), line.strip(), reason, detail);
    }

    @Test
    void readsACompany() {
        TapeRecord<CompanyRef> record = accepted(new CompanyLines(TOPICS, CLOCK), """
                {"id":"acme","name":"Acme","aliases":["Acme Labs","acme.xyz"],"symbols":["acm"],"tokens":["acme-coin"],
                "accounts":["tweet:acme"],"priority":"high","website":"https://acme.example","note":"n","effectiveAt":"2024-01-01"}
                """);

        assertThat(record.topic()).isSameAs(TOPICS.refCompanies);
        assertThat(record.key()).isEqualTo("acme");
        assertThat(record.timestampMillis()).isEqualTo(at("2024-01-01T00:00:00Z"));
        assertThat(record.value())
                .isEqualTo(CompanyRef.newBuilder()
                        .setId("acme")
                        .setName("Acme")
                        .setAliases(List.of("Acme Labs", "acme.xyz"))
                        .setSymbols(List.of("ACM"))
                        .setTokens(List.of("acme-coin"))
                        .setAccounts(List.of("tweet:acme"))
                        .setPriority(Priority.HIGH)
                        .setWebsite("https://acme.example")
                        .setNote("n")
                        .setEffectiveAt(record.timestampMillis())
                        .build());
    }

    @Test
    void readsRules() {
        TapeRecord<RuleRef> record = accepted(new RuleLines(TOPICS, CLOCK), """
                {"id":"keywords","kind":"keywords","version":2,"numbers":{"x":1.5},"note":"n",
                "keywords":[{"text":"Rug Pull","tier":1},{"text":"взлом","tier":2,"language":"ru"}]}
                """);

        assertThat(record.topic()).isSameAs(TOPICS.refRules);
        assertThat(record.key()).isEqualTo("keywords");
        assertThat(record.timestampMillis()).isEqualTo(at("2009-01-03T00:00:00Z"));
        assertThat(record.value())
                .isEqualTo(RuleRef.newBuilder()
                        .setId("keywords")
                        .setKind(RuleKind.KEYWORDS)
                        .setVersion(2)
                        .setNumbers(Map.of("x", 1.5))
                        .setKeywords(List.of(new KeywordRule("rug pull", 1, null), new KeywordRule("взлом", 2, "ru")))
                        .setNote("n")
                        .build());
    }

    @Test
    void aRuleMayBeTurnedOffOrTakenBack() {
        RuleRef off = accepted(new RuleLines(TOPICS, CLOCK), "{\"id\":\"a\",\"kind\":\"keywords\",\"enabled\":false}")
                .value();
        RuleRef deleted = accepted(
                        new RuleLines(TOPICS, CLOCK), "{\"id\":\"a\",\"kind\":\"keywords\",\"deleted\":true}")
                .value();

        assertThat(off.getEnabled()).isFalse();
        assertThat(deleted.getEnabled()).isTrue();
        assertThat(deleted.getDeleted()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"A\"}                                    | MISSING_FIELD | id is missing",
                "{\"id\":\"A\",\"name\":\"A\"}                       | BAD_VALUE     | id must be a lower-case slug",
                "{\"id\":\"a\"}                                      | MISSING_FIELD | name is missing",
                "{\"id\":\"a\",\"name\":\"!\"}                       | BAD_VALUE     | name has a name without a letter or digit",
                "{\"id\":\"a\",\"name\":\"A\",\"aliases\":[\"$\"]}   | BAD_VALUE     | aliases has a name without",
                "{\"aliases\":7}                                     | WRONG_TYPE    | aliases must be a list of texts, not a number",
                "{\"priority\":\"urgent\"}                           | BAD_VALUE     | priority must be one of [unknown, low, medium",
                "{\"id\":\"a\",\"name\":\"A\",\"effectiveAt\":\"2100-01-01\"} | TIME_OUT_OF_RANGE | effectiveAt 2100",
            })
    void saysWhatIsWrongWithACompany(String line, RejectReason reason, String detail) {
        assertRejected(new CompanyLines(TOPICS, CLOCK), line.strip(), reason, detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"kind\":\"keywords\"}                                      | MISSING_FIELD | id is missing",
                "{\"id\":\"a\"}                                               | MISSING_FIELD | kind is missing",
                "{\"id\":\"a\",\"kind\":\"words\"}                            | BAD_VALUE     | kind must be one of [unknown, keywords",
                "{\"keywords\":[\"x\"]}                                       | WRONG_TYPE    | keywords must be a list of objects, not text",
                "{\"keywords\":{}}                                            | WRONG_TYPE    | keywords must be a list of objects, not an object",
                "{\"keywords\":[{\"tier\":1}]}                                | MISSING_FIELD | keywords.text is missing",
                "{\"keywords\":[{\"text\":\"x\"}]}                            | BAD_VALUE     | keywords.tier must be 1, 2 or 3",
                "{\"keywords\":[{\"text\":\"x\",\"tier\":4}]}                 | BAD_VALUE     | keywords.tier must be 1, 2 or 3",
                "{\"keywords\":[{\"text\":\"x\",\"tier\":\"1\"}]}             | WRONG_TYPE    | keywords.tier must be a whole number, not text",
                "{\"keywords\":[{\"text\":\"x\",\"tier\":1,\"language\":\"eng\"}]} | BAD_VALUE | keywords.language must be ISO 639-1",
                "{\"keywords\":[{\"text\":\"?\",\"tier\":1}]}                 | BAD_VALUE     | keywords.text has neither letter nor digit",
                "{\"numbers\":{\"x\":\"y\"}}                                  | WRONG_TYPE    | numbers.x must be a number, not text",
                "{\"id\":\"a\",\"kind\":\"keywords\",\"subject\":\"b\"}         | BAD_VALUE     | subject must be absent",
                "{\"id\":\"a\",\"kind\":\"urgency\",\"subject\":\"b\"}          | BAD_VALUE     | subject must be absent",
            })
    void saysWhatIsWrongWithARule(String line, RejectReason reason, String detail) {
        assertRejected(new RuleLines(TOPICS, CLOCK), line.strip(), reason, detail);
    }

    @Test
    void readsCandles() {
        CandleLines lines = candles(HEADER);

        TapeRecord<Candle> record = accepted(lines, "btc,usdt,4h,2025-07-20T00:00:00Z,1,3,0.5,2,10.25");

        Candle candle = record.value();
        assertThat(record.topic()).isSameAs(TOPICS.candles);
        assertThat(record.key()).isEqualTo("bitcoin:native");
        assertThat(record.timestampMillis()).isEqualTo(at("2025-07-20T04:00:00Z"));
        assertThat(candle)
                .isEqualTo(Candle.newBuilder()
                        .setAsset("bitcoin:native")
                        .setSymbol("BTC")
                        .setQuote("USDT")
                        .setIntervalMillis(4 * 3_600_000)
                        .setOpenAt(at("2025-07-20T00:00:00Z"))
                        .setOpen(1)
                        .setHigh(3)
                        .setLow(0.5)
                        .setClose(2)
                        .setVolume(10.25)
                        .build());
    }

    @Test
    void candlesMayNameTheAssetARevisionAndWhenTheyWereKnown() {
        CandleLines lines = candles("asset,revision,knownAt,quote,interval,ts,open,high,low,close");

        TapeRecord<Candle> record =
                accepted(lines, "\"solana:Abc\",2,2025-07-20T01:00:00Z,USD,0,2025-07-20T00:00:00Z,1,1,1,1");

        assertThat(record.key()).isEqualTo("solana:Abc");
        assertThat(record.timestampMillis()).isEqualTo(at("2025-07-20T01:00:00Z"));
        assertThat(record.value().getRevision()).isEqualTo(2);
        assertThat(record.value().getIntervalMillis()).isZero();
        assertThat(record.value().getVolume()).isNull();
        assertThat(record.value().getSymbol()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "XYZ,USD,1h,2025-07-20T00:00:00Z,1,1,1,1,1       | UNKNOWN_SYMBOL | no token claims XYZ",
                ",USD,1h,2025-07-20T00:00:00Z,1,1,1,1,1          | MISSING_FIELD  | symbol is missing",
                "BTC,USD,1h,2025-07-20T00:00:00Z,1,1,1,1         | MALFORMED      | 8 columns where the header has 9",
                "BTC,USD,2d,2025-07-20T00:00:00Z,1,1,1,1,1       | BAD_VALUE      | interval must be 0 or from 1s to 1d",
                "BTC,USD,m,2025-07-20T00:00:00Z,1,1,1,1,1        | BAD_VALUE      | interval must be",
                "BTC,USD,1h,20.7.2025,1,1,1,1,1                  | BAD_VALUE      | ts is no ISO 8601 time",
                "BTC,USD,1h,2025-07-20T00:00:00Z,one,1,1,1,1     | WRONG_TYPE     | open must be a number",
                "BTC,USD,1h,2025-07-20T00:00:00Z,,1,1,1,1        | MISSING_FIELD  | open is missing",
                "BTC,USD,1h,2025-07-20T00:00:00Z,NaN,1,1,1,1     | BAD_VALUE      | open must be a finite number",
                "BTC,USD,1d,2025-07-20T00:00:00Z,1,1,1,1,1       | TIME_OUT_OF_RANGE | close time 2025-07-21T00:00:00Z",
                "\"BTC,USD,1d,2025-07-20T00:00:00Z,1,1,1,1,1     | MALFORMED      | a quote is not closed",
            })
    void saysWhatIsWrongWithACandle(String line, RejectReason reason, String detail) {
        assertRejected(candles(HEADER), line.strip(), reason, detail);
    }

    @Test
    void aCandleIsNotKnownBeforeItCloses() {
        assertRejected(
                candles(HEADER + ",knownAt"),
                "BTC,USD,1h,2025-07-20T00:00:00Z,1,1,1,1,1,2025-07-20T00:59:59Z",
                RejectReason.BAD_VALUE,
                "knownAt is before the candle closes");
    }

    @Test
    void withoutItsHeaderNoCandleIsTaken() {
        CandleLines lines = new CandleLines(TOPICS, CLOCK, symbol -> Optional.ofNullable(ASSETS.get(symbol)));

        for (int i = 0; i < 2; i++) {
            assertRejected(
                    lines,
                    "BTC,USD,1h,2025-07-20T00:00:00Z,1,1,1,1,1",
                    RejectReason.MALFORMED,
                    "the header lacks the columns close, high, interval, low, open, quote, symbol, ts");
        }
    }

    private static CandleLines candles(String header) {
        CandleLines lines = new CandleLines(TOPICS, CLOCK, symbol -> Optional.ofNullable(ASSETS.get(symbol)));
        assertThat(parse(lines, header)).isInstanceOf(Parsed.Nothing.class);
        return lines;
    }

    private static long at(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    private static <V extends SpecificRecord> void assertRejected(
            LineParser<V> lines, String line, RejectReason reason, String detail) {
        assertThat(parse(lines, line)).isInstanceOfSatisfying(Parsed.Rejected.class, rejected -> {
            assertThat(List.of(rejected.reason())).containsExactly(reason);
            assertThat(rejected.detail()).startsWith(detail);
        });
    }

    private static <V extends SpecificRecord> TapeRecord<V> accepted(LineParser<V> lines, String line) {
        Parsed<V> parsed = parse(lines, line);
        assertThat(parsed).isInstanceOf(Parsed.Accepted.class);
        return ((Parsed.Accepted<V>) parsed).record();
    }

    private static <V extends SpecificRecord> Parsed<V> parse(LineParser<V> lines, String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return lines.parse(bytes, 0, bytes.length);
    }
}
