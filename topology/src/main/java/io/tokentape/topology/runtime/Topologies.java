package io.tokentape.topology.runtime;

import io.tokentape.topology.analysis.PostAnalyzer;
import io.tokentape.topology.analysis.ReferenceData;
import java.util.List;
import java.util.function.Function;

/** The list of the topologies, in the order of the flow. */
final class Topologies {
    static final List<String> NAMES = List.of(IntelligenceTopology.NAME, AnalyticsTopology.NAME, AlertsTopology.NAME);

    private Topologies() {}

    /**
     * The topology of that name.
     *
     * @param analyzer over what the reference topics say; loaded only for the topology that analyses
     */
    static SubTopology named(String name, TopologyParts parts, Function<ReferenceData, PostAnalyzer> analyzer) {
        return switch (name) {
            case IntelligenceTopology.NAME -> {
                ReferenceData reference = ReferenceData.shipped();
                yield new IntelligenceTopology(parts, analyzer.apply(reference), reference);
            }
            case AnalyticsTopology.NAME -> new AnalyticsTopology(parts);
            case AlertsTopology.NAME -> new AlertsTopology(parts);
            default -> throw new IllegalArgumentException("no topology is called " + name);
        };
    }
}
