package io.tokentape.topology.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class DistinctCountTest {
    @Test
    void isExactUpToItsBound() {
        DistinctCount count = new DistinctCount();
        for (int i = 0; i < DistinctCount.EXACT_UP_TO; i++) {
            assertThat(count.count()).isEqualTo(i);
            count.add("source" + i);
            count.add("source" + i / 2);
        }
        assertThat(count.count()).isEqualTo(DistinctCount.EXACT_UP_TO);
    }

    @Test
    void estimatesBeyond() {
        for (int names : new int[] {200, 10_000, 300_000}) {
            DistinctCount count = new DistinctCount();
            for (int i = 0; i < names; i++) {
                count.add("source" + i);
            }
            assertThat((double) count.count() / names).isCloseTo(1, within(0.3));
        }
    }

    @Test
    void givesTheSameInWhateverOrderItIsMerged() {
        for (int names : new int[] {3, 64, 65, 500}) {
            DistinctCount one = new DistinctCount();
            DistinctCount even = new DistinctCount();
            DistinctCount odd = new DistinctCount();
            for (int i = 0; i < names; i++) {
                one.add("source" + i);
                (i % 2 == 0 ? even : odd).add("source" + i);
            }
            odd.addAll(even);
            assertThat(bytes(odd)).isEqualTo(bytes(one));
            assertThat(odd.count()).isEqualTo(one.count());
            assertThat(bytes(DistinctCount.decode(bytes(one)))).isEqualTo(bytes(one));
        }
    }

    private static ByteBuffer bytes(DistinctCount count) {
        ByteBuffer bytes = ByteBuffer.allocate(count.encodedBytes());
        count.encode(bytes);
        return bytes.flip();
    }
}
