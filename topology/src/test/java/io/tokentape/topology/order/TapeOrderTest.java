package io.tokentape.topology.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TapeOrderTest {
    private static final long SETTLE = 100;

    private final TapeOrder<String> order = new TapeOrder<>(SETTLE);
    private final List<String> told = new ArrayList<>();

    @Test
    void handsOnWhatHasSettledWithWhatIsDueBeforeIt() {
        see(1_000, "b", "k");
        see(1_000, "a", "k");
        see(1_050, "c", "k");
        assertThat(told).containsExactly("reach 900", "reach 950");

        told.clear();
        see(1_120, "d", "k");
        assertThat(told).containsExactly("reach 1000", "1000 a k", "1000 b k", "reach 1020");

        told.clear();
        moveTo(1_220);
        assertThat(told).containsExactly("reach 1050", "1050 c k", "reach 1120", "1120 d k");
    }

    @Test
    void tellsTheSettledTimeOnceEvenWhenARecordHasIt() {
        see(1_000, "a", "k");
        told.clear();
        moveTo(1_100);
        assertThat(told).containsExactly("reach 1000", "1000 a k");
        moveTo(1_100);
        moveTo(1_050);
        assertThat(told).hasSize(2);
    }

    @Test
    void knowsWhatComesAfterItsTurn() {
        assertThat(order.isBehind(0)).isFalse();
        moveTo(1_000);
        assertThat(order.isBehind(901)).isFalse();
        assertThat(order.isBehind(900)).isTrue();
    }

    @Test
    void keepsOneRecordAPlace() {
        see(1_000, "a", "k");
        see(1_000, "a", "k");
        see(1_000, "a", "other");
        told.clear();
        moveTo(2_000);
        assertThat(told).containsExactly("reach 1000", "1000 a k", "1000 a other", "reach 1900");
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
            places.sort((a, b) -> Long.compare(a.at(), b.at()));
            List<String> inOrder = run(places);
            assertThat(run(shuffledWithinSettle(places, random))).isEqualTo(inOrder);
        }
    }

    private static List<TapeOrder.Place> shuffledWithinSettle(List<TapeOrder.Place> places, Random random) {
        List<TapeOrder.Place> shuffled = new ArrayList<>(places);
        Collections.shuffle(shuffled, random);
        // Late by less than settle: the record of t comes before any of t + settle.
        List<long[]> arrival = new ArrayList<>();
        for (int i = 0; i < shuffled.size(); i++) {
            arrival.add(new long[] {shuffled.get(i).at() + random.nextInt((int) SETTLE), i});
        }
        arrival.sort((a, b) -> Long.compare(a[0], b[0]));
        return arrival.stream().map(at -> shuffled.get((int) at[1])).toList();
    }

    /** Records with the times at which they are taken; of the times that are reached only those of records. */
    private static List<String> run(List<TapeOrder.Place> arrivals) {
        TapeOrder<String> order = new TapeOrder<>(SETTLE);
        List<String> taken = new ArrayList<>();
        for (TapeOrder.Place place : arrivals) {
            assertThat(order.isBehind(place.at())).isFalse();
            order.add(place, "");
            order.moveTo(place.at(), time -> {}, turn -> taken.add(turn.place().toString()));
        }
        order.moveTo(Long.MAX_VALUE, time -> {}, turn -> taken.add(turn.place().toString()));
        return taken;
    }

    private void see(long at, String id, String key) {
        order.add(new TapeOrder.Place(at, id, key), id);
        moveTo(at);
    }

    private void moveTo(long time) {
        order.moveTo(
                time,
                reached -> told.add("reach " + reached),
                turn -> told.add(turn.place().at() + " " + turn.value() + " "
                        + turn.place().key()));
    }
}
