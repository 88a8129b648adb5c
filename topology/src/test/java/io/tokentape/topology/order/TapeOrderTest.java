package io.tokentape.topology.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TapeOrderTest {
    private static final long SETTLE = 100;
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final TapeOrder<String> order = new TapeOrder<>(Settling.after(Duration.ofMillis(SETTLE)));
    private final List<String> told = new ArrayList<>();
    private final TapeOrder.Taker<String> taker = new TapeOrder.Taker<>() {
        @Override
        public void reach(long time) {
            told.add("reach " + time);
        }

        @Override
        public void take(TapeOrder.Turn<String> turn) {
            told.add(turn.place().at() + " " + turn.value());
        }
    };

    @Test
    void handsOnWhatHasSettledWithWhatIsDueBeforeIt() {
        see(1_000, "b");
        see(1_000, "a");
        see(1_050, "c");
        assertThat(told).containsExactly("reach 900", "reach 950");

        told.clear();
        see(1_120, "d");
        assertThat(told).containsExactly("reach 1000", "1000 a", "1000 b", "reach 1020");

        told.clear();
        see(1_220, "e");
        assertThat(told).containsExactly("reach 1050", "1050 c", "reach 1120", "1120 d");
    }

    @Test
    void knowsWhatComesAfterItsTurn() {
        assertThat(order.isBehind(0)).isFalse();
        see(1_000, "a");
        assertThat(order.isBehind(901)).isFalse();
        assertThat(order.isBehind(900)).isTrue();
    }

    @Test
    void keepsOneRecordAPlace() {
        see(1_000, "a");
        see(1_000, "a");
        told.clear();
        see(2_000, "b");
        assertThat(told).containsExactly("reach 1000", "1000 a", "reach 1900");
    }

    @Test
    void movesOnWithTheTicksWhenNothingComes() {
        see(1_000, "a");
        told.clear();
        tick(2);
        assertThat(told).isEmpty();
        tick(1);
        assertThat(told).containsExactly("reach 1000", "1000 a", "reach 1900");
        tick(1);
        assertThat(told).endsWith("reach 2900");
    }

    @Test
    void doesNotMoveOnForEverWithoutARecord() {
        see(1_000, "a");
        tick(5_000);
        assertThat(order.time()).isEqualTo(1_000 + TapeOrder.MOST_QUIET_MILLIS);
        see(1_000 + TapeOrder.MOST_QUIET_MILLIS + 1, "b");
        tick(3);
        assertThat(order.time()).isEqualTo(2_001 + TapeOrder.MOST_QUIET_MILLIS);
    }

    @Test
    void holdsBackWhatPoursInAndPutsItInOrder() {
        TapeOrder<String> holding = holding(10);
        for (long day = 5; day > 0; day--) {
            see(holding, DAY * day, "d" + day);
        }
        tick(holding, 1);
        see(holding, DAY * 9, "d9");
        tick(holding, 1);
        see(holding, DAY * 8, "d8");
        tick(holding, 3);
        assertThat(told).isEmpty();
        tick(holding, 1);
        assertThat(told.stream().filter(what -> !what.startsWith("reach")))
                .containsExactly(
                        DAY + " d1",
                        DAY * 2 + " d2",
                        DAY * 3 + " d3",
                        DAY * 4 + " d4",
                        DAY * 5 + " d5",
                        DAY * 8 + " d8");
        assertThat(holding.settled()).isEqualTo(DAY * 9 - SETTLE);
    }

    @Test
    void holdsBackNoMoreThanItMay() {
        TapeOrder<String> holding = holding(4);
        for (long day = 5; day > 0; day--) {
            see(holding, DAY * day, "d" + day);
        }
        assertThat(told.stream().filter(what -> !what.startsWith("reach"))).containsExactly(DAY + " d1");
    }

    @Test
    void letsGoInParts() {
        TapeOrder<String> holding = holding(2 * TapeOrder.MOST_A_TICK);
        for (int i = 0; i < TapeOrder.MOST_A_TICK + 10; i++) {
            see(holding, DAY * (i + 1), "d");
        }
        tick(holding, 4);
        assertThat(told.stream().filter(what -> !what.startsWith("reach"))).hasSize(TapeOrder.MOST_A_TICK + 1);
        tick(holding, 1);
        assertThat(holding.settled()).isEqualTo(DAY * (TapeOrder.MOST_A_TICK + 10) - SETTLE);
    }

    @Test
    void takesWhatIsSaidNowAsItComes() {
        TapeOrder<String> holding = holding(10);
        see(holding, DAY, "a");
        tick(holding, 4);
        told.clear();
        see(holding, DAY + 2_000, "b");
        assertThat(told).containsExactly("reach " + DAY, DAY + " a", "reach " + (DAY + 2_000 - SETTLE));
        see(holding, DAY + 30_000, "c");
        assertThat(told).contains(DAY + 2_000 + " b");
    }

    @Test
    void doesNotWaitForEverForWhatComesFromFarBack() {
        TapeOrder<String> holding = holding(1_000);
        see(holding, DAY * 400, "new");
        for (int day = 0; day < 31; day++) {
            see(holding, DAY * (day + 1), "old" + day);
            tick(holding, 1);
        }
        assertThat(holding.settled()).isEqualTo(DAY * 400 - SETTLE);
    }

    @Test
    void goesOnHoldingBackAfterARestart() {
        TapeOrder<String> holding = holding(10);
        holding.resumeAt(DAY);
        holding.restore(new TapeOrder.Place(DAY * 3, "d3", "k"), "d3");
        holding.restore(new TapeOrder.Place(DAY * 2, "d2", "k"), "d2");
        tick(holding, 4);
        assertThat(told).contains(DAY * 2 + " d2");
        assertThat(holding.settled()).isEqualTo(DAY * 3 - SETTLE);
    }

    /** Law 4: whatever came within the settled time came in order. */
    @Test
    void orderOfArrivalWithinSettleDoesNotMatter() {
        Random random = new Random(4);
        for (int round = 0; round < 100; round++) {
            List<TapeOrder.Place> places = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                places.add(new TapeOrder.Place(1_000 + random.nextInt(3_000), "id" + random.nextInt(50), "k" + i % 3));
            }
            places.sort(Comparator.comparingLong(TapeOrder.Place::at));
            List<String> inOrder = taken(places);
            assertThat(taken(arrivals(places, random))).isEqualTo(inOrder);
        }
    }

    /** Late by less than settle: the record of t comes before any of t + settle. */
    private static List<TapeOrder.Place> arrivals(List<TapeOrder.Place> places, Random random) {
        Map<TapeOrder.Place, Long> arrival = new HashMap<>();
        places.forEach(place -> arrival.put(place, place.at() + random.nextInt((int) SETTLE)));
        return places.stream().sorted(Comparator.comparing(arrival::get)).toList();
    }

    private List<String> taken(List<TapeOrder.Place> arrivals) {
        TapeOrder<String> fresh = new TapeOrder<>(Settling.after(Duration.ofMillis(SETTLE)));
        told.clear();
        for (TapeOrder.Place place : arrivals) {
            assertThat(fresh.isBehind(place.at())).isFalse();
            fresh.add(place, place.id() + place.key(), taker);
        }
        fresh.add(new TapeOrder.Place(10_000, "end", "end"), "end", taker);
        return told.stream().filter(what -> !what.startsWith("reach")).toList();
    }

    private static TapeOrder<String> holding(int most) {
        return new TapeOrder<>(new Settling(Duration.ofMillis(SETTLE), most));
    }

    private void see(long at, String id) {
        see(order, at, id);
    }

    private void see(TapeOrder<String> into, long at, String id) {
        into.add(new TapeOrder.Place(at, id, "k"), id, taker);
    }

    private void tick(int times) {
        tick(order, times);
    }

    private void tick(TapeOrder<String> of, int times) {
        for (int i = 0; i < times; i++) {
            of.tick(taker);
        }
    }
}
