package io.tokentape.topology.runtime;

import io.tokentape.schemas.avro.FlowAccount;
import io.tokentape.schemas.catalogue.Topics;
import io.tokentape.schemas.wire.WireSerdes;
import io.tokentape.topology.account.AccountingStep;
import io.tokentape.topology.account.FlowTotals;
import io.tokentape.topology.account.PoisonLimits;
import io.tokentape.topology.order.Settling;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * What every topology is made of.
 *
 * @param settling how far behind its own timestamp a post reads, and how an ordered step waits
 * @param historyLimit for how long replaced state is kept; empty = for ever
 * @param assetPartitions count of every asset-keyed topic; what is joined is spread likewise, or it would not meet
 */
record TopologyParts(
        Topics topics,
        WireSerdes serdes,
        TimestampExtractor timestamps,
        PoisonLimits poisonLimits,
        FlowTotals totals,
        Settling settling,
        Optional<Duration> historyLimit,
        int assetPartitions,
        String version) {

    Duration settle() {
        return settling.settle();
    }

    AccountingStep.Books books(String topology) {
        return new AccountingStep.Books(topology, topology, serdes.of(FlowAccount.class), poisonLimits, totals);
    }

    /** Reads a topic as bytes, so that what cannot be read is counted where it is decoded. */
    Consumed<String, byte[]> asReceived(String node) {
        return Consumed.with(Serdes.String(), Serdes.ByteArray())
                .withTimestampExtractor(timestamps)
                .withName(node);
    }
}
