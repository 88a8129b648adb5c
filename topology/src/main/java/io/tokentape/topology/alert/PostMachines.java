package io.tokentape.topology.alert;

import java.util.List;

/** The machines that listen to what posts say. */
public final class PostMachines {
    private PostMachines() {}

    /** One of each, with the word lists that are shipped. */
    public static List<AlertMachine> shipped() {
        return List.of(
                new LaunchMachine(CancelWords.shipped()),
                ListingMachine.listing(),
                ListingMachine.delisting(),
                WarningMachine.hack(),
                WarningMachine.scam(),
                WarningMachine.regulation(),
                new PumpMachine());
    }
}
