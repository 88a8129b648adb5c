package io.tokentape.standalone.demo;

import java.util.Locale;

/** Where a price is heading, which nobody in the demo is told. */
enum Drift {
    UP,
    FLAT,
    DOWN;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
