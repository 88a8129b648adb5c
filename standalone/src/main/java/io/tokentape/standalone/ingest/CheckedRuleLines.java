package io.tokentape.standalone.ingest;

import io.tokentape.connectors.files.LineParser;
import io.tokentape.connectors.files.Parsed;
import io.tokentape.connectors.files.RejectReason;
import io.tokentape.schemas.avro.RuleRef;
import io.tokentape.topology.alert.AlertReferenceStep;
import io.tokentape.topology.alert.AlertRules;

/** Rules as lines; those of alerts that no machine could work with are rejected here, before the topology refuses them. */
final class CheckedRuleLines implements LineParser<RuleRef> {
    private final LineParser<RuleRef> lines;
    private final AlertRules shipped = AlertRules.shipped();

    CheckedRuleLines(LineParser<RuleRef> lines) {
        this.lines = lines;
    }

    @Override
    public Parsed<RuleRef> parse(byte[] bytes, int offset, int length) {
        Parsed<RuleRef> parsed = lines.parse(bytes, offset, length);
        if (parsed instanceof Parsed.Accepted<RuleRef> accepted) {
            try {
                AlertReferenceStep.put(shipped.copy(), accepted.record().value());
            } catch (IllegalArgumentException e) {
                return new Parsed.Rejected<>(RejectReason.BAD_VALUE, e.getMessage());
            }
        }
        return parsed;
    }
}
