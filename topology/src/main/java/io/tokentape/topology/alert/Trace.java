package io.tokentape.topology.alert;

import java.util.Objects;

/**
 * One thing that a machine remembers of a subject.
 *
 * @param name what it is to the machine, such as {@code call}
 * @param who whose it is, such as a channel or a provider; may be empty
 * @param at epoch milliseconds
 * @param until epoch milliseconds; then the machine hears {@link AlertEvent.Due}, and afterwards the trace is gone
 * @param value in the machine's unit
 * @param text null = none
 * @param evidence the words it comes from; when that post is taken back, the trace is gone. Null = no post
 */
public record Trace(String name, String who, long at, long until, double value, String text, Evidence evidence) {
    public Trace {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(who, "who");
    }

    boolean sameAs(Trace other) {
        return name.equals(other.name)
                && who.equals(other.who)
                && (evidence == null
                        ? other.evidence == null && at == other.at
                        : other.evidence != null && evidence.intelligenceId().equals(other.evidence.intelligenceId()));
    }

    boolean standsOn(String intelligenceId) {
        return evidence != null && evidence.intelligenceId().equals(intelligenceId);
    }
}
