package io.tokentape.topology.account;

import io.tokentape.schemas.avro.FlowAccount;
import java.util.Map;

/** Law 5 over one account. */
public final class FlowBalance {
    private FlowBalance() {}

    /** How many records vanished: read - put out - held - filtered - late - dead-lettered. Zero where the books close. */
    public static long residual(FlowAccount account) {
        return account.getRead()
                - account.getPutOut()
                - account.getHeld()
                - sum(account.getFiltered())
                - sum(account.getLate())
                - sum(account.getDeadLettered());
    }

    /** @param byReason counts of records */
    public static long sum(Map<String, Long> byReason) {
        return byReason.values().stream().mapToLong(Long::longValue).sum();
    }
}
