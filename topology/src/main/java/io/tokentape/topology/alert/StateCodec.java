package io.tokentape.topology.alert;

import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.text.Post;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A {@link SubjectState} as bytes, as the store of alerts keeps it; a first byte says which form they have. */
final class StateCodec {
    private static final int FORM = 1;

    private StateCodec() {}

    static byte[] encode(SubjectState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORM);
            Writer writer = new Writer(out);
            writer.about(state.about());
            out.writeInt(state.memories().size());
            for (Map.Entry<String, Memory> entry : state.memories().entrySet()) {
                writer.text(entry.getKey());
                out.writeInt(entry.getValue().traces().size());
                for (Trace trace : entry.getValue().traces()) {
                    writer.trace(trace);
                }
            }
            out.writeInt(state.cases().size());
            for (Case open : state.cases()) {
                writer.open(open);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalArgumentException when they are of another form */
    static SubjectState decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int form = in.readByte();
            if (form != FORM) {
                throw new IllegalArgumentException("state of alerts in form " + form + ", expected " + FORM);
            }
            Reader reader = new Reader(in);
            About about = reader.about();
            SortedMap<String, Memory> memories = new TreeMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                String machine = reader.text();
                memories.put(machine, new Memory(reader.list(reader::trace)));
            }
            return new SubjectState(about, memories, reader.list(reader::open));
        } catch (IOException e) {
            throw new IllegalArgumentException("state of alerts that ends too early", e);
        }
    }

    private static final class Writer {
        private final DataOutputStream out;

        Writer(DataOutputStream out) {
            this.out = out;
        }

        void text(String text) throws IOException {
            if (text == null) {
                out.writeInt(-1);
                return;
            }
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }

        void constant(Enum<?> constant) throws IOException {
            text(constant == null ? null : constant.name());
        }

        void number(Double number) throws IOException {
            out.writeBoolean(number != null);
            if (number != null) {
                out.writeDouble(number);
            }
        }

        void whole(Long number) throws IOException {
            out.writeBoolean(number != null);
            if (number != null) {
                out.writeLong(number);
            }
        }

        void about(About about) throws IOException {
            text(about.asset());
            text(about.token());
            text(about.symbol());
            text(about.company());
            constant(about.priority());
        }

        void trace(Trace trace) throws IOException {
            text(trace.name());
            text(trace.who());
            out.writeLong(trace.at());
            out.writeLong(trace.until());
            out.writeDouble(trace.value());
            text(trace.text());
            out.writeBoolean(trace.evidence() != null);
            if (trace.evidence() != null) {
                evidence(trace.evidence());
            }
        }

        void evidence(Evidence evidence) throws IOException {
            text(evidence.intelligenceId());
            constant(evidence.source());
            text(evidence.account());
            out.writeLong(evidence.learnedAt());
            constant(evidence.part());
            whole(evidence.start() == null ? null : Long.valueOf(evidence.start()));
            whole(evidence.end() == null ? null : Long.valueOf(evidence.end()));
            text(evidence.text());
        }

        void open(Case open) throws IOException {
            text(open.cause());
            out.writeInt(open.level());
            out.writeLong(open.openUntil());
            out.writeBoolean(open.standsOnPosts());
            out.writeInt(open.supports().size());
            for (Case.Support support : open.supports()) {
                evidence(support.evidence());
                out.writeInt(support.level());
                constant(support.stage());
            }
            out.writeInt(open.omitted());
            alert(open.last());
        }

        void alert(Alert alert) throws IOException {
            text(alert.id());
            text(alert.caseId());
            out.writeInt(alert.step());
            constant(alert.kind());
            constant(alert.subject().kind());
            text(alert.subject().name());
            about(alert.about());
            text(alert.venue());
            constant(alert.fromStage());
            constant(alert.stage());
            text(alert.dueAt());
            text(alert.title());
            text(alert.content());
            out.writeDouble(alert.confidence());
            out.writeInt(alert.terms().size());
            for (Term term : alert.terms()) {
                text(term.name());
                number(term.value());
                number(term.threshold());
                out.writeDouble(term.contribution());
            }
            out.writeBoolean(alert.retracted());
            text(alert.rule());
            text(alert.manualId());
            text(alert.enteredBy());
            whole(alert.tSource());
            out.writeLong(alert.tLearned());
            out.writeLong(alert.tDecided());
        }
    }

    private interface Part<T> {
        T read() throws IOException;
    }

    private static final class Reader {
        private final DataInputStream in;

        Reader(DataInputStream in) {
            this.in = in;
        }

        <T> List<T> list(Part<T> part) throws IOException {
            List<T> parts = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                parts.add(part.read());
            }
            return parts;
        }

        String text() throws IOException {
            int length = in.readInt();
            return length < 0 ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }

        <E extends Enum<E>> E constant(Class<E> type) throws IOException {
            String name = text();
            return name == null ? null : Enum.valueOf(type, name);
        }

        Double number() throws IOException {
            return in.readBoolean() ? in.readDouble() : null;
        }

        Long whole() throws IOException {
            return in.readBoolean() ? in.readLong() : null;
        }

        Integer small() throws IOException {
            Long whole = whole();
            return whole == null ? null : Integer.valueOf(Math.toIntExact(whole));
        }

        About about() throws IOException {
            return new About(text(), text(), text(), text(), constant(Priority.class));
        }

        Trace trace() throws IOException {
            return new Trace(
                    text(),
                    text(),
                    in.readLong(),
                    in.readLong(),
                    in.readDouble(),
                    text(),
                    in.readBoolean() ? evidence() : null);
        }

        Evidence evidence() throws IOException {
            return new Evidence(
                    text(),
                    constant(Post.Source.class),
                    text(),
                    in.readLong(),
                    constant(Mention.Part.class),
                    small(),
                    small(),
                    text());
        }

        Case open() throws IOException {
            return new Case(
                    text(), in.readInt(), in.readLong(), in.readBoolean(), list(this::support), in.readInt(), alert());
        }

        private Case.Support support() throws IOException {
            return new Case.Support(evidence(), in.readInt(), constant(LaunchStage.class));
        }

        private Term term() throws IOException {
            return new Term(text(), number(), number(), in.readDouble());
        }

        private Alert alert() throws IOException {
            return new Alert(
                    text(),
                    text(),
                    in.readInt(),
                    constant(AlertKind.class),
                    new Subject(constant(Subject.Kind.class), text()),
                    about(),
                    text(),
                    constant(LaunchStage.class),
                    constant(LaunchStage.class),
                    text(),
                    text(),
                    text(),
                    in.readDouble(),
                    list(this::term),
                    List.of(),
                    0,
                    in.readBoolean(),
                    text(),
                    text(),
                    text(),
                    whole(),
                    in.readLong(),
                    in.readLong());
        }
    }
}
