package io.tokentape.topology.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokentape.schemas.avro.JoinedAsset;
import io.tokentape.schemas.avro.StateField;
import io.tokentape.schemas.avro.StateOrigin;
import io.tokentape.schemas.avro.TokenState;
import io.tokentape.schemas.avro.Tri;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenStateStepTest {
    private static final long AT = Instant.parse("2025-06-01T12:00:00Z").toEpochMilli();
    private static final long MINUTE = 60_000;
    private static final String ASSET = "x:AA";

    @TempDir
    private Path dir;

    private StateTape tape;

    @BeforeEach
    void start() {
        tape = new StateTape(dir, Optional.empty());
    }

    @AfterEach
    void close() {
        tape.close();
    }

    /** A record at a time. */
    private record Input(TokenState state, long at) {}

    @Test
    void everyFieldOfTheRecordIsAFact() {
        List<String> facts = TokenState.getClassSchema().getFields().stream()
                .map(Schema.Field::name)
                .filter(name ->
                        !List.of("asset", "provider", "observedAt", "pool").contains(name))
                .sorted()
                .toList();

        assertThat(StateFact.values()).extracting(StateFact::fieldName).containsExactlyInAnyOrderElementsOf(facts);
        assertThat(StateFact.values())
                .extracting(Enum::name)
                .containsExactlyElementsOf(Arrays.stream(StateField.values())
                        .filter(field -> field != StateField.UNKNOWN)
                        .map(Enum::name)
                        .toList());
    }

    @Test
    void aTickHidesNoReport() {
        TokenState report = state("goplus", AT - 60 * MINUTE);
        report.setHoneypot(Tri.YES);
        report.setSellTax(0.99);
        tape.state(report, AT - 60 * MINUTE);
        for (int minute = 50; minute > 0; minute--) {
            TokenState tick = state("dexscreener", AT - minute * MINUTE);
            tick.setPriceUsd((double) minute);
            tape.state(tick, AT - minute * MINUTE);
        }

        JoinedAsset joined = tape.join(ASSET, AT);

        assertThat(joined.getState().getPriceUsd()).isEqualTo(1);
        assertThat(joined.getState().getHoneypot()).isEqualTo(Tri.YES);
        assertThat(joined.getState().getProvider()).isEqualTo("dexscreener+goplus");
        assertThat(joined.getStateAt()).isEqualTo(AT - MINUTE);
        assertThat(joined.getOrigins())
                .containsExactly(
                        new StateOrigin(
                                "dexscreener",
                                null,
                                AT - MINUTE,
                                AT - MINUTE,
                                MINUTE,
                                List.of(StateField.PRICE_USD),
                                List.of()),
                        new StateOrigin(
                                "goplus",
                                null,
                                AT - 60 * MINUTE,
                                AT - 60 * MINUTE,
                                60 * MINUTE,
                                List.of(StateField.SELL_TAX, StateField.HONEYPOT),
                                List.of()));
    }

    @Test
    void aTickHidesNoReportOfTheSameProvider() {
        TokenState report = state("all", AT - 60 * MINUTE);
        report.setHoneypot(Tri.YES);
        tape.state(report, AT - 60 * MINUTE);
        for (int minute = 50; minute > 0; minute--) {
            TokenState tick = state("all", AT - minute * MINUTE);
            tick.setPriceUsd((double) minute);
            tape.state(tick, AT - minute * MINUTE);
        }

        assertThat(tape.join(ASSET, AT).getState().getHoneypot()).isEqualTo(Tri.YES);
    }

    @Test
    void whatAReportLeavesOutIsAsItWasBefore() {
        TokenState first = state("p", AT - 3 * MINUTE);
        first.setHoneypot(Tri.YES);
        first.setMintable(Tri.NO);
        TokenState second = state("p", AT - 2 * MINUTE);
        second.setMintable(Tri.YES);
        tape.state(first, AT - 3 * MINUTE);
        tape.state(second, AT - 2 * MINUTE);

        TokenState joined = tape.join(ASSET, AT).getState();

        assertThat(joined.getHoneypot()).isEqualTo(Tri.YES);
        assertThat(joined.getMintable()).isEqualTo(Tri.YES);
    }

    @Test
    void looksBackNoFurtherThanItSays() {
        TokenState odd = state("p", AT - 60 * MINUTE);
        odd.setHoneypot(Tri.YES);
        odd.setProxy(Tri.YES);
        tape.state(odd, AT - 60 * MINUTE);
        for (int i = 0; i < StateHistoryStep.LOOK_BACK; i++) {
            assertThat(tape.join(ASSET, AT).getState().getHoneypot()).isEqualTo(Tri.YES);
            TokenState report = state("p", AT - 50 * MINUTE);
            report.setProxy(Tri.NO);
            tape.state(report, AT - 50 * MINUTE + i);
        }

        assertThat(tape.join(ASSET, AT).getState().getHoneypot()).isEqualTo(Tri.UNKNOWN);
    }

    /** Law 4: shuffled posts and shuffled states, each post after the states that it has to know. */
    @Test
    void givesTheSameInWhateverOrderThingsCome() {
        List<Input> states = states(new Random(11), 40);
        long[] posts =
                new Random(12).longs(15, AT - 70 * MINUTE, AT + 70 * MINUTE).toArray();
        List<JoinedAsset> expected = new ArrayList<>();
        states.forEach(input -> tape.state(of("x:0", input.state), input.at));
        for (long post : posts) {
            expected.add(anonymous(tape.join("x:0", post)));
        }
        assertThat(expected).extracting(JoinedAsset::getReason).contains("no_state", (String) null);
        for (int run = 1; run <= 100; run++) {
            String asset = "x:" + run;
            Random random = new Random(run);
            List<Input> shuffled = new ArrayList<>(states);
            Collections.shuffle(shuffled, random);
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, posts.length).boxed().toList());
            Collections.shuffle(order, random);
            List<List<Integer>> postsAfter = new ArrayList<>();
            IntStream.rangeClosed(0, shuffled.size()).forEach(i -> postsAfter.add(new ArrayList<>()));
            for (int post : order) {
                int needed = 0;
                for (int i = 0; i < shuffled.size(); i++) {
                    needed = shuffled.get(i).at <= posts[post] - StateTape.SETTLE.toMillis() ? i + 1 : needed;
                }
                postsAfter
                        .get(needed + random.nextInt(shuffled.size() + 1 - needed))
                        .add(post);
            }
            for (int i = 0; i <= shuffled.size(); i++) {
                for (int post : postsAfter.get(i)) {
                    assertThat(anonymous(tape.join(asset, posts[post])))
                            .as("run %s, post %s", run, post)
                            .isEqualTo(expected.get(post));
                }
                if (i < shuffled.size()) {
                    tape.state(of(asset, shuffled.get(i).state), shuffled.get(i).at);
                }
            }
        }
        assertThat(tape.counted("noted", "behind")).isZero();
    }

    @Test
    void aMonthLaterItIsTheSame() {
        List<Input> states = states(new Random(21), 40);
        long[] posts =
                new Random(22).longs(20, AT - 70 * MINUTE, AT + 70 * MINUTE).toArray();
        states.forEach(input -> tape.state(input.state, input.at));
        List<JoinedAsset> live = new ArrayList<>();
        for (long post : posts) {
            live.add(tape.join(ASSET, post));
        }
        long month = Duration.ofDays(30).toMillis();
        states(new Random(23), 40).forEach(input -> tape.state(input.state, input.at + month));

        for (int i = 0; i < posts.length; i++) {
            assertThat(tape.join(ASSET, posts[i])).isEqualTo(live.get(i));
        }
    }

    @Test
    void aRestartFromTheChangelogsGivesTheSame() {
        List<Input> states = states(new Random(31), 40);
        states.forEach(input -> tape.state(input.state, input.at));
        JoinedAsset now = tape.join(ASSET, AT + 60 * MINUTE);
        JoinedAsset earlier = tape.join(ASSET, AT - 20 * MINUTE);
        try (StateTape other = new StateTape(dir.resolve("other"), Optional.empty())) {
            other.restoreFrom(tape);

            assertThat(other.join(ASSET, AT + 60 * MINUTE)).isEqualTo(now);
            assertThat(other.join(ASSET, AT - 20 * MINUTE)).isEqualTo(earlier);
            TokenState late = state("late", AT);
            late.setPriceUsd(1.0);
            other.state(late, AT);
            assertThat(other.counted("noted", "behind")).isEqualTo(1);
        }
    }

    @Test
    void countsAStateThatAPostHasReadPast() {
        long asOf = AT - StateTape.SETTLE.toMillis();
        tape.join(ASSET, AT);
        tape.join(ASSET, AT - MINUTE);
        TokenState state = state("p", asOf);
        state.setPriceUsd(1.0);

        tape.state(state, asOf + 1);
        tape.state(of("x:BB", state), asOf);
        assertThat(tape.counted("noted", "behind")).isZero();

        tape.state(state, asOf);
        assertThat(tape.counted("noted", "behind")).isEqualTo(1);

        // It is there already and changes nothing.
        tape.state(state, asOf);
        assertThat(tape.counted("noted", "behind")).isEqualTo(1);
    }

    @Test
    void forgetsWhatWasReplacedBeforeTheLimit() {
        tape.close();
        Duration limit = Duration.ofDays(30);
        tape = new StateTape(dir, Optional.of(limit));
        long day = Duration.ofDays(1).toMillis();
        for (int i = 100; i >= 0; i--) {
            TokenState state = state("p", AT - i * day);
            state.setPriceUsd((double) i);
            tape.state(state, AT - i * day);
        }

        assertThat(tape.rowsKept()).isEqualTo(30 + StateHistoryStep.LOOK_BACK);
        assertThat(tape.join(ASSET, AT - 40 * day).getReason()).isEqualTo("state_expired");
        assertThat(tape.join(ASSET, AT - 29 * day).getState().getPriceUsd()).isEqualTo(30);
        assertThat(tape.join("x:never", AT - 40 * day).getReason()).isEqualTo("no_state");
    }

    /** Whether something was forgotten already cannot be told from what is found. */
    @Test
    void withALimitTooTheOrderDoesNotMatter() {
        tape.close();
        tape = new StateTape(dir, Optional.of(Duration.ofMinutes(40)));
        List<Input> states = states(new Random(41), 60);
        long[] posts =
                new Random(42).longs(40, AT - 70 * MINUTE, AT + 70 * MINUTE).toArray();
        List<JoinedAsset> expected = null;
        for (int run = 0; run < 20; run++) {
            String asset = "x:" + run;
            List<Input> shuffled = new ArrayList<>(states);
            Collections.shuffle(shuffled, new Random(run));
            shuffled.forEach(input -> tape.state(of(asset, input.state), input.at));
            List<JoinedAsset> found = new ArrayList<>();
            for (long post : posts) {
                found.add(anonymous(tape.join(asset, post)));
            }
            expected = expected == null ? found : expected;
            assertThat(found).isEqualTo(expected);
        }
        assertThat(expected).extracting(JoinedAsset::getReason).contains("state_expired", (String) null);
    }

    @Test
    void boundsTheSeriesOfAnAsset() {
        for (int i = 0; i <= StateHistoryStep.MAX_SERIES; i++) {
            TokenState state = state("p", AT - MINUTE);
            state.setPool("pool" + i);
            state.setPriceUsd(1.0);
            tape.state(state, AT - MINUTE);
        }

        assertThat(tape.counted("dead_lettered", "too_many_series")).isEqualTo(1);
        assertThat(tape.join(ASSET, AT).getPrice().getPools()).isEqualTo(StateHistoryStep.MAX_SERIES);
    }

    @Test
    void filtersAStateThatSaysNothing() {
        tape.state(state("p", AT - MINUTE), AT - MINUTE);

        assertThat(tape.counted("filtered", "no_facts")).isEqualTo(1);
        assertThat(tape.join(ASSET, AT).getReason()).isEqualTo("no_state");
    }

    /** Of four providers and three pools, with facts that come and go. */
    private static List<Input> states(Random random, int count) {
        List<Input> states = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // Few moments, so that several fall on one.
            long at = AT + (random.nextInt(120) - 60) * MINUTE;
            TokenState state = state("p" + random.nextInt(4), at - random.nextInt(1_000));
            if (random.nextBoolean()) {
                state.setPool("pool" + random.nextInt(3));
            }
            boolean isTick = random.nextInt(3) > 0;
            for (Schema.Field field : TokenState.getClassSchema().getFields()) {
                boolean isSaid = isTick ? field.name().startsWith("price") : random.nextInt(4) == 0;
                Schema type =
                        field.schema().isUnion() ? field.schema().getTypes().get(1) : field.schema();
                if (isSaid && field.pos() > 2 && !field.name().equals("pool")) {
                    state.put(
                            field.pos(),
                            switch (type.getType()) {
                                case DOUBLE -> (Object) (double) random.nextInt(100);
                                case LONG -> (long) random.nextInt(100);
                                case STRING -> "s" + random.nextInt(3);
                                default -> Tri.values()[random.nextInt(3)];
                            });
                }
            }
            states.add(new Input(state, at));
        }
        return states;
    }

    private static TokenState state(String provider, long observedAt) {
        return TokenState.newBuilder()
                .setAsset(ASSET)
                .setProvider(provider)
                .setObservedAt(observedAt)
                .build();
    }

    private static TokenState of(String asset, TokenState state) {
        return TokenState.newBuilder(state).setAsset(asset).build();
    }

    private static JoinedAsset anonymous(JoinedAsset joined) {
        joined.setAsset(ASSET);
        if (joined.getState() != null) {
            joined.getState().setAsset(ASSET);
        }
        return joined;
    }
}
