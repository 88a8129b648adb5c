package io.tokentape.schemas.bench;

import io.tokentape.schemas.avro.Candidate;
import io.tokentape.schemas.avro.Candle;
import io.tokentape.schemas.avro.Event;
import io.tokentape.schemas.avro.EventType;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.JoinedAsset;
import io.tokentape.schemas.avro.Lineage;
import io.tokentape.schemas.avro.Mention;
import io.tokentape.schemas.avro.MentionKind;
import io.tokentape.schemas.avro.PostMetrics;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.schemas.avro.RawPost;
import io.tokentape.schemas.avro.Sentiment;
import io.tokentape.schemas.avro.SentimentLabel;
import io.tokentape.schemas.avro.TextPart;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.avro.Tri;
import io.tokentape.schemas.avro.Value;
import io.tokentape.schemas.avro.ValueTerm;
import io.tokentape.schemas.wire.InMemorySchemaRegistry;
import io.tokentape.schemas.wire.WireSerde;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time to encode and to decode one record, header and copy included. The goal is 1.5 µs for a few hundred bytes. Read the
 * median (p0.50): the mean of a machine that does other things as well says little.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class WireSerdeBenchmark {
    private static final String TOPIC = "bench";
    private static final String TEXT = "Just in: a large exchange lists $SOL perpetuals with up to 50x leverage, deposits open"
            + " today and trading starts tomorrow at 10:00 UTC 🚀 the market reacts with a first move of five per cent.";

    /** What is measured; the bytes are printed at start. */
    public enum Kind {
        RAW_POST,
        CANDLE,
        INTELLIGENCE_PLAIN,
        INTELLIGENCE_JOINED
    }

    @Param
    public Kind kind;

    private WireSerde<SpecificRecord> serde;
    private SpecificRecord record;
    private byte[] bytes;

    @Setup
    public void prepare() {
        record = switch (kind) {
            case RAW_POST -> rawPost();
            case CANDLE -> candle();
            case INTELLIGENCE_PLAIN -> intelligence(false);
            case INTELLIGENCE_JOINED -> intelligence(true);
        };
        serde = of(record);
        bytes = serde.serialize(TOPIC, record);
        System.out.println(kind + ": " + bytes.length + " bytes");
    }

    @SuppressWarnings("unchecked")
    private static WireSerde<SpecificRecord> of(SpecificRecord record) {
        return new WireSerde<>(new InMemorySchemaRegistry(), (Class<SpecificRecord>) record.getClass());
    }

    @Benchmark
    public byte[] encode() {
        return serde.serialize(TOPIC, record);
    }

    @Benchmark
    public Object decode() {
        return serde.deserialize(TOPIC, bytes);
    }

    private static RawPost rawPost() {
        return RawPost.newBuilder()
                .setSource(PostSource.TWEET)
                .setId("1620000000000000001")
                .setAuthor("somebody")
                .setAuthorName("Some Body")
                .setFollowers(120_345L)
                .setPublishedAt(1_680_000_000_000L)
                .setText(TEXT)
                .setUrl("https://example.org/somebody/status/1620000000000000001")
                .setMetrics(PostMetrics.newBuilder().setLikes(12L).setReposts(3L).build())
                .build();
    }

    private static Candle candle() {
        return Candle.newBuilder()
                .setAsset("solana:native")
                .setSymbol("SOL")
                .setQuote("USDT")
                .setIntervalMillis(3_600_000)
                .setOpenAt(1_680_000_000_000L)
                .setOpen(20.1)
                .setHigh(20.9)
                .setLow(19.8)
                .setClose(20.5)
                .setVolume(120_000.5)
                .build();
    }

    private static Intelligence intelligence(boolean joined) {
        Intelligence.Builder builder = Intelligence.newBuilder()
                .setId("0123456789abcdef0123456789abcdef")
                .setType(PostSource.TWEET)
                .setSubtype(EventType.LISTING)
                .setPostId("1620000000000000001")
                .setRevision(1)
                .setAuthor("somebody")
                .setFollowers(120_345L)
                .setPublishedAt(1_680_000_000_000L)
                .setText(TEXT)
                .setLanguage("en")
                .setSentiment(new Sentiment(SentimentLabel.BULLISH, 0.6, 0.7))
                .setEvent(new Event(EventType.LISTING, 0.9))
                .setValue(new Value(72.0, true, List.of(new ValueTerm("event", 40.0), new ValueTerm("reach", 32.0))))
                .setLineage(new Lineage("tokentape.raw.tweets", 1, 123_456L, "0.1.0", "1"));
        if (joined) {
            builder.setMentions(List.of(Mention.newBuilder()
                            .setSurface("$SOL")
                            .setPart(TextPart.TEXT)
                            .setStart(33)
                            .setEnd(37)
                            .setKind(MentionKind.CASHTAG)
                            .setSymbol("SOL")
                            .setName("Solana")
                            .setToken("solana")
                            .setAsset("solana:native")
                            .setProbability(0.97)
                            .setCandidates(List.of(new Candidate("solana:native", 0.97)))
                            .build()))
                    .setAssets(List.of(JoinedAsset.newBuilder()
                            .setAsset("solana:native")
                            .setStateAt(1_679_999_990_000L)
                            .setState(TokenState.newBuilder()
                                    .setAsset("solana:native")
                                    .setProvider("files")
                                    .setObservedAt(1_679_999_990_000L)
                                    .setPriceUsd(20.4)
                                    .setLiquidityUsd(1e7)
                                    .setVolume24hUsd(3e8)
                                    .setHoneypot(Tri.NO)
                                    .build())
                            .build()));
        }
        return builder.build();
    }
}
