package io.tokentape.topology.analysis;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A small share of what the profile {@code fuzz} runs. */
class AnalysisFuzzTest {
    private static final int POSTS = 20_000;

    @Test
    void holdsItsPromisesWhateverThePost() throws IOException {
        AnalysisFuzz fuzz = new AnalysisFuzz(1);
        for (int number = 0; number < POSTS; number++) {
            fuzz.check(number);
        }
    }
}
