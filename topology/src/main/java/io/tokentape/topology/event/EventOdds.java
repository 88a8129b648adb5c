package io.tokentape.topology.event;

/**
 * How likely each kind of event is, and the one that was chosen. Immutable.
 *
 * @param event the choice; its confidence is the probability that it is right
 */
public record EventOdds(Event event, double[] odds) {
    private static final int TYPES = Event.Type.values().length;

    /** @param odds by the order of {@link Event.Type}, 0..1, together 1 */
    public EventOdds {
        if (odds.length != TYPES) {
            throw new IllegalArgumentException("odds of " + odds.length + " kinds, not " + TYPES);
        }
        odds = odds.clone();
    }

    /** Odds of a choice alone: what is left of 1 goes to {@link Event.Type#OTHER}. */
    public static EventOdds of(Event event) {
        double[] odds = new double[TYPES];
        odds[Event.Type.OTHER.ordinal()] = 1 - event.confidence();
        odds[event.type().ordinal()] += event.confidence();
        return new EventOdds(event, odds);
    }

    @Override
    public double[] odds() {
        return odds.clone();
    }

    /** 0..1. */
    public double of(Event.Type type) {
        return odds[type.ordinal()];
    }
}
