package io.tokentape.connectors.email;

import java.time.Duration;
import java.time.InstantSource;

/** So many mails at once, and again one by one over the hour. For one thread. */
final class MailQuota {
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    private final int most;
    private final InstantSource clock;
    private final double millisAMail;
    private double left;
    private long countedAt;

    MailQuota(int mailsPerHour, InstantSource clock) {
        this.most = mailsPerHour;
        this.clock = clock;
        this.millisAMail = (double) HOUR_MILLIS / mailsPerHour;
        this.left = mailsPerHour;
        this.countedAt = clock.millis();
    }

    /** How long until a mail may go out; zero = now. */
    Duration untilNext() {
        long now = clock.millis();
        left = Math.min(most, left + Math.max(0, now - countedAt) / millisAMail);
        countedAt = now;
        return left >= 1 ? Duration.ZERO : Duration.ofMillis((long) Math.ceil((1 - left) * millisAMail));
    }

    void sent() {
        left--;
    }
}
