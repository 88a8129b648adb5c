package io.tokentape.topology.alert;

import java.time.Instant;
import java.util.List;

/** Windows and observations of one asset, with valid defaults; minutes count from noon. */
final class NumberEvents {
    static final Subject ASSET = new Subject(Subject.Kind.ASSET, "ethereum:0xaa");
    private static final long NOON = Instant.parse("2025-06-01T12:00:00Z").toEpochMilli();
    private static final long MINUTE = 60_000;

    private NumberEvents() {}

    static long at(double minutes) {
        return NOON + (long) (minutes * MINUTE);
    }

    static AlertEvent.Window window(
            double minute, int lengthMinutes, long stories, long sources, Double velocity, Double stance) {
        return new AlertEvent.Window(
                "stats/" + lengthMinutes,
                at(minute),
                About.NOTHING,
                lengthMinutes * MINUTE,
                at(minute),
                1,
                stories,
                stories,
                sources,
                0,
                0,
                0,
                stance,
                0.8,
                1,
                velocity == null ? null : 2.0,
                velocity == null ? null : 1.0,
                velocity == null ? 0 : 30,
                velocity,
                List.of("post-at-" + minute));
    }

    static AlertEvent.Window surge(double minute, int lengthMinutes, long stories, long sources, Double velocity) {
        return window(minute, lengthMinutes, stories, sources, velocity, null);
    }

    static AlertEvent.Window stance(double minute, long stories, Double stance) {
        return window(minute, 60, stories, 5, null, stance);
    }

    static Seen seen(double minute) {
        return new Seen(at(minute));
    }

    /** An observation in the making. */
    static final class Seen {
        private final long at;
        private String provider = "first";
        private String pool;
        private Double liquidityUsd;
        private Double top10Share;
        private Double creatorShare;
        private Double sellTax;
        private Double lpLockedShare;
        private Double progress;
        private Boolean honeypot;
        private Boolean mintable;

        private Seen(long at) {
            this.at = at;
        }

        Seen by(String who) {
            provider = who;
            return this;
        }

        Seen in(String address) {
            pool = address;
            return this;
        }

        Seen liquidityUsd(double usd) {
            liquidityUsd = usd;
            return this;
        }

        Seen top10Share(double share) {
            top10Share = share;
            return this;
        }

        Seen creatorShare(double share) {
            creatorShare = share;
            return this;
        }

        Seen sellTax(double tax) {
            sellTax = tax;
            return this;
        }

        Seen lpLockedShare(double share) {
            lpLockedShare = share;
            return this;
        }

        Seen progress(double share) {
            progress = share;
            return this;
        }

        Seen honeypot(boolean is) {
            honeypot = is;
            return this;
        }

        Seen mintable(boolean is) {
            mintable = is;
            return this;
        }

        AlertEvent.Observation build() {
            return new AlertEvent.Observation(
                    "state/" + provider,
                    at,
                    About.NOTHING,
                    provider,
                    pool,
                    at,
                    liquidityUsd,
                    null,
                    top10Share,
                    creatorShare,
                    null,
                    sellTax,
                    lpLockedShare,
                    progress,
                    honeypot,
                    null,
                    mintable,
                    null,
                    null,
                    null);
        }
    }
}
