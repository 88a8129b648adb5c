package io.tokentape.schemas.wire;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.errors.SerializationException;

/** A generated record class: its schema and how to make an empty one. Immutable. */
final class RecordType<T> {
    private final Class<T> type;
    private final Schema schema;
    private final MethodHandle constructor;

    private RecordType(Class<T> type, Schema schema, MethodHandle constructor) {
        this.type = type;
        this.schema = schema;
        this.constructor = constructor;
    }

    static <T> RecordType<T> of(Class<T> type) {
        if (!SpecificRecordBase.class.isAssignableFrom(type)) {
            throw new IllegalArgumentException(type.getName() + " is no generated record");
        }
        TrustedRecords.trust();
        try {
            MethodHandle constructor = MethodHandles.publicLookup()
                    .findConstructor(type, MethodType.methodType(void.class))
                    .asType(MethodType.methodType(SpecificRecordBase.class));
            SpecificRecordBase empty = (SpecificRecordBase) constructor.invokeExact();
            return new RecordType<>(type, empty.getSchema(), constructor);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalArgumentException("cannot make a " + type.getName(), e);
        }
    }

    /** The record class of ours that a writer's schema names. The caller asked for no type, so the cast is its own. */
    @SuppressWarnings("unchecked")
    static <T> RecordType<T> named(Schema writer) {
        if (writer.getType() != Schema.Type.RECORD || !writer.getFullName().startsWith(TrustedRecords.PACKAGE)) {
            throw new SerializationException("its schema is that of "
                    + (writer.getType() == Schema.Type.RECORD
                            ? writer.getFullName()
                            : writer.getType().getName())
                    + ", which is no record of ours");
        }
        try {
            Class<?> found = Class.forName(writer.getFullName(), false, RecordType.class.getClassLoader());
            return (RecordType<T>) of(found);
        } catch (ClassNotFoundException e) {
            throw new SerializationException(
                    writer.getFullName() + " is not known to this version: a newer tokentape-schemas may know it", e);
        }
    }

    String name() {
        return type.getSimpleName();
    }

    Schema schema() {
        return schema;
    }

    SpecificRecordBase create() {
        try {
            return (SpecificRecordBase) constructor.invokeExact();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("cannot make a " + type.getName(), e);
        }
    }

    T cast(SpecificRecordBase record) {
        return type.cast(record);
    }
}
