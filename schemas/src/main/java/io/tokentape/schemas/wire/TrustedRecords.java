package io.tokentape.schemas.wire;

import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Tells Avro that our generated records may be made by name. Without it a builder fails with "Forbidden" as soon as an
 * enum takes its default, and so does any reader of Avro's own or of Confluent's.
 *
 * <p>Avro has no file for this, only a system property and a call. So that no program has to know, this class is a
 * service that Avro looks for before it parses its first schema, which every generated record does when it is loaded.
 */
public final class TrustedRecords implements LogicalTypes.LogicalTypeFactory {
    /** Where the generated records are. */
    static final String PACKAGE = "io.tokentape.schemas.avro.";

    private static boolean trusted;

    public TrustedRecords() {
        trust();
    }

    /** Once for the process; what was trusted before stays so. */
    static synchronized void trust() {
        if (!trusted) {
            ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                    ClassSecurityValidator.getGlobal(), type -> type.getName().startsWith(PACKAGE)));
            trusted = true;
        }
    }

    @Override
    public LogicalType fromSchema(Schema schema) {
        throw new UnsupportedOperationException("our schemas have no logical types");
    }

    @Override
    public String getTypeName() {
        return "tokentape-none";
    }
}
