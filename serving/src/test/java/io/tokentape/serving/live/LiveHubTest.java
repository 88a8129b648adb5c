package io.tokentape.serving.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tokentape.schemas.avro.EventType;
import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.schemas.avro.Value;
import io.tokentape.serving.Samples;
import io.tokentape.serving.http.Json;
import io.tokentape.serving.http.ProblemException;
import io.tokentape.serving.query.RecordDecoder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LiveHubTest {
    private static final LiveIntelligence LIVE = new LiveIntelligence(Samples.TOPIC, Samples.decoder());
    private static final int QUEUE_LIMIT = 20;
    private static final int SESSION_LIMIT = 5;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SimpleMeterRegistry ownMeters = new SimpleMeterRegistry();
    private final LiveHub<Intelligence> hub = new LiveHub<>(
            LIVE,
            "test",
            Duration.ofSeconds(60),
            QUEUE_LIMIT,
            SESSION_LIMIT,
            Clock.fixed(Instant.ofEpochMilli(Samples.TS), ZoneOffset.UTC),
            meters);
    private long offset;

    @Test
    void welcomesWithWhatAClientNeedsToKnow() {
        hub.advance(0, 17);
        hub.advance(1, 4);
        FakeOutlet outlet = new FakeOutlet();

        connect(outlet).receive("{\"type\":\"init\",\"data\":{\"subscriptions\":\"agent-id-1#agent-id-2\"}}");

        JsonNode welcome = outlet.frames().get(0);
        assertThat(welcome.get("type").asText()).isEqualTo("welcome");
        assertThat(welcome.get("message").asText()).isEqualTo("welcome");
        assertThat(welcome.get("session").asText()).isNotEmpty();
        assertThat(welcome.get("heartbeatMs").asLong()).isEqualTo(60_000);
        assertThat(welcome.get("protocol").asText()).isEqualTo("1");
        assertThat(welcome.get("limits").get("queuedFrames").asInt()).isEqualTo(QUEUE_LIMIT);
        assertThat(welcome.get("offsets").toString()).isEqualTo("{\"0\":17,\"1\":4}");
        assertThat(welcome.get("subscriptions").asText()).isEqualTo("agent-id-1#agent-id-2");
    }

    @Test
    void sendsRecordsFromInitOn() {
        FakeOutlet outlet = new FakeOutlet();
        LiveSession<Intelligence> session = connect(outlet);

        publish(post(1));
        session.receive("{\"type\":\"init\"}");
        publish(post(2));
        publish(post(3));

        assertThat(outlet.frames()).hasSize(3);
        JsonNode message = outlet.frames("message").get(0);
        assertThat(message.get("id").asText()).isEqualTo(Samples.id(2));
        assertThat(message.get("source").asText()).isEqualTo("/" + Samples.TOPIC);
        assertThat(message.get("time").asText()).isEqualTo("2025-07-20T00:00:00Z");
        assertThat(message.get("seq").asLong()).isEqualTo(1);
        assertThat(message.get("partition").asInt()).isZero();
        assertThat(message.get("offset").asLong()).isEqualTo(1);
        assertThat(message.get("data").get("text").asText()).isEqualTo("text 2");
        assertThat(outlet.frames("message").get(1).get("seq").asLong()).isEqualTo(2);
    }

    @Test
    void recentRecordsComeBeforeLiveOnesWithoutAGap() {
        for (int i = 0; i < 30; i++) {
            publish(post(i));
        }
        FakeOutlet outlet = new FakeOutlet();

        connect(outlet).receive("{\"type\":\"init\",\"data\":{\"recent\":5}}");
        publish(post(30));

        assertThat(outlet.frames().get(0).get("recent").asInt()).isEqualTo(5);
        assertThat(outlet.ids())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(25, 30).mapToObj(Samples::id).toList());
    }

    @Test
    void filtersLeaveNoGapInTheNumbers() {
        FakeOutlet outlet = new FakeOutlet();
        connect(outlet)
                .receive("{\"type\":\"init\",\"data\":{\"type\":[\"news\",\"TWEET\"],\"subtype\":\"hack\","
                        + "\"is_valuable\":true,\"asset\":[\"Ethereum:0x6982508145454Ce325dDbE47a25d4ec3d2311933\"]}}");
        String pepe = "ethereum:0x6982508145454ce325ddbe47a25d4ec3d2311933";

        publish(wanted(1, pepe).build());
        publish(wanted(2, pepe).setType(PostSource.REDDIT).build());
        publish(wanted(3, pepe).setSubtype(EventType.LISTING).build());
        publish(wanted(4, pepe).setValue(new Value(1.0, false, List.of())).build());
        publish(wanted(5, "bitcoin:native").build());
        publish(wanted(6, pepe, "bitcoin:native").setType(PostSource.NEWS).build());

        assertThat(outlet.ids()).containsExactly(Samples.id(1), Samples.id(6));
        assertThat(outlet.frames("message").get(1).get("seq").asLong()).isEqualTo(2);
    }

    @Test
    void aSecondInitChangesTheFilter() {
        FakeOutlet outlet = new FakeOutlet();
        LiveSession<Intelligence> session = connect(outlet);
        session.receive("{\"type\":\"init\",\"data\":{\"type\":\"news\"}}");
        publish(post(1));
        session.receive("{\"type\":\"init\",\"data\":{\"type\":\"tweet\"}}");
        publish(post(2));

        assertThat(outlet.ids()).containsExactly(Samples.id(2));
        assertThat(outlet.frames("welcome")).hasSize(2);
    }

    @Test
    void answersPingWithPong() {
        FakeOutlet outlet = new FakeOutlet();

        connect(outlet).receive("{\"type\":\"ping\"}");

        assertThat(outlet.frames().get(0).toString())
                .isEqualTo("{\"type\":\"pong\",\"time\":\"2025-07-20T00:00:00Z\"}");
    }

    @Test
    void whatItDoesNotUnderstandIsAnErrorFrameAndNoClose() {
        FakeOutlet outlet = new FakeOutlet();
        LiveSession<Intelligence> session = connect(outlet);
        List<String> frames = List.of(
                "",
                "nonsense",
                "[]",
                "{}",
                "{\"type\":7}",
                "{\"type\":\"follow_agent\"}",
                "{\"type\":\"init\",\"data\":7}",
                "{\"type\":\"init\",\"data\":{\"subscriptions\":7}}",
                "{\"type\":\"init\",\"data\":{\"subscriptions\":[7]}}",
                "{\"type\":\"init\",\"data\":{\"type\":\"\\ud800\"}}",
                "{\"type\":\"init\",\"data\":{\"is_valuable\":\"yes\"}}",
                "{\"type\":\"init\",\"data\":{\"recent\":-1}}");

        frames.forEach(session::receive);
        session.receiveBinary();

        assertThat(outlet.frames("error")).hasSize(frames.size() + 1);
        assertThat(outlet.closeCode()).isNull();
        session.receive("{\"type\":\"init\"}");
        assertThat(outlet.frames("welcome")).hasSize(1);
    }

    @Test
    void noiseNeverClosesAndNeverThrows() {
        FakeOutlet outlet = new FakeOutlet();
        LiveSession<Intelligence> session = connect(outlet);
        Random random = new Random(7);
        String good = "{\"type\":\"init\",\"data\":{\"subscriptions\":\"a#b\",\"recent\":3,\"asset\":[\"a:b\"]}}";
        for (int i = 0; i < 2_000; i++) {
            StringBuilder noisy = new StringBuilder(good);
            for (int j = random.nextInt(4); j >= 0; j--) {
                noisy.setCharAt(random.nextInt(noisy.length()), (char) random.nextInt(128));
            }
            session.receive(noisy.substring(0, 1 + random.nextInt(noisy.length())));
        }

        assertThat(outlet.frames()).hasSize(2_000);
        assertThat(outlet.closeCode()).isNull();
    }

    @Test
    void aSlowClientIsClosedWithAReasonAndForgotten() {
        FakeOutlet slow = FakeOutlet.stuck();
        FakeOutlet quick = new FakeOutlet();
        connect(slow).receive("{\"type\":\"init\"}");
        connect(quick).receive("{\"type\":\"init\"}");

        for (int i = 0; i < QUEUE_LIMIT + 10; i++) {
            publish(post(i));
        }

        assertThat(slow.closeCode()).isEqualTo(1013);
        assertThat(slow.closeReason()).contains("too slow");
        assertThat(slow.frames()).hasSize(1);
        assertThat(quick.ids()).hasSize(QUEUE_LIMIT + 10);
        assertThat(meters.get("serving.live.sessions").gauge().value()).isEqualTo(1);
        assertThat(meters.get("serving.live.closed.slow").counter().count()).isEqualTo(1);
    }

    @Test
    void aClientOfLargeFramesIsClosedBeforeTheyAreMany() {
        FakeOutlet slow = FakeOutlet.stuck();
        connect(slow).receive("{\"type\":\"init\"}");

        for (int i = 0; i < 3; i++) {
            publish(Samples.intelligence(i).setText("x".repeat(60_000)).build());
        }

        assertThat(slow.closeCode()).isEqualTo(1013);
    }

    @Test
    void aLongQueueIsNoEmptyOne() {
        LiveHub<Intelligence> roomy = hub(1_000_000, Long.MAX_VALUE);
        FakeOutlet slow = FakeOutlet.stuck();
        roomy.connect(slow).orElseThrow().receive("{\"type\":\"init\"}");

        for (int i = 0; i < 10; i++) {
            roomy.publish(event(Samples.bytes(post(i))));
        }

        assertThat(slow.closeCode()).isNull();
    }

    @Test
    void aRecordCostsMemoryOnceHoweverManyWaitForIt() {
        LiveHub<Intelligence> shared = hub(1_000, 100_000);
        List<FakeOutlet> slow = listen(shared, 50);

        for (int i = 0; i < 10; i++) {
            shared.publish(event(Samples.bytes(
                    Samples.intelligence(i).setText("x".repeat(4_000)).build())));
        }

        assertThat(slow).allMatch(outlet -> outlet.closeCode() == null);
        slow.forEach(FakeOutlet::flow);
        assertThat(slow).allMatch(outlet -> outlet.ids().size() == 10);
        assertThat(waiting()).isZero();
    }

    @Test
    void slowClientsTogetherTakeNoMoreThanThereIsForAll() {
        LiveHub<Intelligence> shared = hub(1_000, 200_000);
        List<FakeOutlet> slow = listen(shared, 50);
        FakeOutlet quick = new FakeOutlet();
        shared.connect(quick).orElseThrow().receive("{\"type\":\"init\"}");

        for (int i = 0; i < 200; i++) {
            shared.publish(event(Samples.bytes(
                    Samples.intelligence(i).setText("x".repeat(4_000)).build())));
            assertThat(waiting()).isLessThanOrEqualTo(200_000);
        }

        assertThat(slow)
                .allMatch(outlet ->
                        outlet.closeCode() != null && outlet.closeReason().contains("too slow"));
        assertThat(quick.ids()).hasSize(200);
        assertThat(waiting()).isZero();
    }

    @Test
    void aClientThatIsGoneHoldsNothing() {
        LiveHub<Intelligence> shared = hub(1_000, 100_000);
        FakeOutlet slow = FakeOutlet.stuck();
        LiveSession<Intelligence> session = shared.connect(slow).orElseThrow();
        session.receive("{\"type\":\"init\"}");
        shared.publish(event(Samples.bytes(post(1))));
        assertThat(waiting()).isPositive();

        session.disconnected();
        slow.flow();

        assertThat(waiting()).isZero();
    }

    @Test
    void aRecordIsGivenAgainWhenTheRegistryWasAway() {
        AtomicBoolean away = new AtomicBoolean(true);
        FakeOutlet outlet = new FakeOutlet();
        connect(outlet).receive("{\"type\":\"init\"}");
        LiveEvent<Intelligence> event =
                new LiveEvent<>(live(Samples.decoder(away::get)), 0, 7, Samples.TS, Samples.bytes(post(1)));

        assertThatThrownBy(() -> hub.publish(event)).isInstanceOf(ProblemException.class);
        assertThat(hub.positions()).isEmpty();
        away.set(false);
        hub.publish(event);

        assertThat(outlet.ids()).containsExactly(Samples.id(1));
    }

    @Test
    void whoWantsTheLastRecordsComesBackWhenTheyCanBeRead() {
        AtomicBoolean away = new AtomicBoolean(true);
        hub.publish(new LiveEvent<>(live(Samples.decoder(away::get)), 0, 7, Samples.TS, Samples.bytes(post(1))));
        FakeOutlet tooEarly = new FakeOutlet();
        connect(tooEarly).receive("{\"type\":\"init\",\"data\":{\"recent\":5}}");
        away.set(false);
        FakeOutlet later = new FakeOutlet();
        connect(later).receive("{\"type\":\"init\",\"data\":{\"recent\":5}}");

        assertThat(tooEarly.closeCode()).isEqualTo(1013);
        assertThat(later.ids()).containsExactly(Samples.id(1));
    }

    @Test
    void whatWaitsGoesOutInOrder() {
        FakeOutlet outlet = FakeOutlet.stuck();
        connect(outlet).receive("{\"type\":\"init\"}");
        for (int i = 0; i < 10; i++) {
            publish(post(i));
        }
        outlet.take();
        outlet.take();
        assertThat(outlet.ids()).containsExactly(Samples.id(0), Samples.id(1));

        outlet.flow();

        assertThat(outlet.ids())
                .containsExactlyElementsOf(
                        IntStream.range(0, 10).mapToObj(Samples::id).toList());
    }

    @Test
    void heartbeatsCountAndTellTheHead() {
        FakeOutlet listening = new FakeOutlet();
        FakeOutlet silent = new FakeOutlet();
        connect(listening).receive("{\"type\":\"init\"}");
        connect(silent);
        hub.heartbeat();
        publish(post(1));
        hub.advance(0, 3);
        hub.heartbeat();

        assertThat(listening.frames("heartbeat"))
                .extracting(frame -> frame.get("counter").asInt() + " " + frame.get("head"))
                .containsExactly("1 {}", "2 {\"0\":3}");
        assertThat(silent.frames()).isEmpty();
    }

    @Test
    void noMoreClientsThanAllowed() {
        for (int i = 0; i < SESSION_LIMIT; i++) {
            assertThat(hub.connect(new FakeOutlet())).isPresent();
        }

        assertThat(hub.connect(new FakeOutlet())).isEmpty();
    }

    @Test
    void recordsThatCannotBeDecodedAreLeftOut() {
        FakeOutlet outlet = new FakeOutlet();
        connect(outlet).receive("{\"type\":\"init\"}");

        hub.publish(event(new byte[] {0, 0, 0, 0, 99, 1}));
        hub.publish(event(null));
        publish(post(1));

        assertThat(outlet.ids()).containsExactly(Samples.id(1));
    }

    @Test
    void closingTellsEveryClient() {
        FakeOutlet outlet = new FakeOutlet();
        connect(outlet).receive("{\"type\":\"init\"}");

        hub.close();
        publish(post(1));

        assertThat(outlet.closeCode()).isEqualTo(1012);
        assertThat(outlet.ids()).isEmpty();
    }

    @Test
    void aClientThatComesInTheMiddleMissesNothing() throws InterruptedException {
        int records = 2_000;
        CountDownLatch half = new CountDownLatch(1);
        Thread feed = new Thread(() -> {
            for (int i = 0; i < records; i++) {
                publish(post(i));
                if (i == records / 2) {
                    half.countDown();
                }
            }
        });
        List<FakeOutlet> outlets = new ArrayList<>();
        feed.start();
        assertThat(half.await(30, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < SESSION_LIMIT; i++) {
            FakeOutlet outlet = new FakeOutlet();
            outlets.add(outlet);
            connect(outlet).receive("{\"type\":\"init\",\"data\":{\"recent\":10}}");
        }
        feed.join();

        for (FakeOutlet outlet : outlets) {
            List<String> ids = outlet.ids();
            int first = Integer.parseInt(ids.get(0), 16);
            assertThat(ids)
                    .containsExactlyElementsOf(IntStream.range(first, records)
                            .mapToObj(Samples::id)
                            .toList());
        }
    }

    @Test
    void subscriptionsKeepTheirForm() {
        Random random = new Random(3);
        for (int i = 0; i < 500; i++) {
            List<String> ids = IntStream.range(0, random.nextInt(6))
                    .mapToObj(n -> "agent-" + random.nextInt(1_000))
                    .toList();
            JsonNode data = Json.MAPPER.createObjectNode().put("subscriptions", InitRequest.format(ids));
            assertThat(InitRequest.parse(data, LIVE).subscriptions()).isEqualTo(ids);
        }
    }

    private LiveHub<Intelligence> hub(int queueLimit, long charLimit) {
        return new LiveHub<>(
                LIVE, "test", Duration.ofSeconds(60), queueLimit, 100, charLimit, Clock.systemUTC(), ownMeters);
    }

    private static List<FakeOutlet> listen(LiveHub<Intelligence> shared, int clients) {
        List<FakeOutlet> outlets = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            FakeOutlet outlet = FakeOutlet.stuck();
            shared.connect(outlet).orElseThrow().receive("{\"type\":\"init\"}");
            outlets.add(outlet);
        }
        return outlets;
    }

    /** Of the hub that {@link #hub} made. */
    private double waiting() {
        return ownMeters.get("serving.live.waiting").gauge().value();
    }

    private LiveSession<Intelligence> connect(FakeOutlet outlet) {
        return hub.connect(outlet).orElseThrow();
    }

    private void publish(Intelligence post) {
        hub.publish(event(Samples.bytes(post)));
    }

    private LiveEvent<Intelligence> event(byte[] value) {
        return new LiveEvent<>(LIVE, 0, offset++, Samples.TS, value);
    }

    private static Intelligence post(int number) {
        return Samples.intelligence(number).build();
    }

    private static Intelligence.Builder wanted(int number, String... assets) {
        return Intelligence.newBuilder(Samples.about(number, assets)).setSubtype(EventType.HACK);
    }

    private static LiveIntelligence live(RecordDecoder<Intelligence> decoder) {
        return new LiveIntelligence(Samples.TOPIC, decoder);
    }
}
