package io.tokentape.standalone.ingest;

import io.tokentape.connectors.files.LineParser;
import io.tokentape.connectors.files.LineReader;
import io.tokentape.connectors.files.Parsed;
import io.tokentape.connectors.files.RejectReason;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.zip.ZipException;

/** Reads sources line by line, sends what is good and reports what is not by source and line. */
final class FileImport {
    /** Records refused by a broker for what they are. */
    private static final String REFUSED = "refused_by_broker";

    private static final String UNREADABLE = "unreadable";
    private static final int SYMBOLS_SHOWN = 20;

    private final Supplier<LineParser<?>> parsers;
    private final RecordSender sender;
    private final PrintWriter complaints;
    private final boolean strict;
    private final Progress progress;
    private final Tally tally = new Tally();
    private final Map<String, Long> unknownSymbols = new TreeMap<>();
    private volatile boolean stopped;

    /**
     * @param parsers gives a new parser for every source
     * @param strict stop at the first line that is not taken
     */
    FileImport(
            Supplier<LineParser<?>> parsers,
            RecordSender sender,
            PrintWriter complaints,
            boolean strict,
            Progress progress) {
        this.parsers = parsers;
        this.sender = sender;
        this.complaints = complaints;
        this.strict = strict;
        this.progress = progress;
    }

    /** Imports all; when this returns, everything sent is acknowledged. */
    Tally run(List<Source> sources) {
        for (Source source : sources) {
            if (!stopped) {
                read(source);
            }
        }
        sender.flush();
        progress.clear();
        reportSymbols();
        return tally;
    }

    private void read(Source source) {
        long line = 0;
        try (LineReader lines = new LineReader(source.open())) {
            LineParser<?> parser = parsers.get();
            while (!stopped && lines.next()) {
                line = lines.line();
                take(source, lines, parser);
                progress.show(tally.linesRead(), sender.acknowledged());
            }
        } catch (ZipException | EOFException e) {
            reject(
                    source,
                    line + 1,
                    UNREADABLE,
                    "the gzip stream is damaged or cut off: nothing after line " + line + " was read");
        } catch (IOException e) {
            reject(source, line + 1, UNREADABLE, "cannot read on: " + e.getMessage());
        }
    }

    private void take(Source source, LineReader lines, LineParser<?> parser) {
        long line = lines.line();
        if (lines.tooLong()) {
            tally.read();
            reject(
                    source,
                    line,
                    RejectReason.TOO_LARGE.label(),
                    "the line has more than " + LineReader.MAX_LINE_BYTES + " bytes");
            return;
        }
        Parsed<?> parsed = parser.parse(lines.buffer(), lines.offset(), lines.length());
        if (parsed instanceof Parsed.Accepted<?> accepted) {
            tally.read();
            sender.send(accepted.record(), why -> reject(source, line, REFUSED, why));
        } else if (parsed instanceof Parsed.Rejected<?> rejected) {
            tally.read();
            if (rejected.reason() == RejectReason.UNKNOWN_SYMBOL) {
                tally.skip(rejected.reason().label());
                unknownSymbols.merge(rejected.detail(), 1L, Long::sum);
            } else {
                reject(source, line, rejected.reason().label(), rejected.detail());
            }
        }
    }

    private void reject(Source source, long line, String reason, String detail) {
        tally.reject(reason);
        synchronized (complaints) {
            progress.clear();
            complaints.println(source.name() + ":" + line + ": " + detail);
            complaints.flush();
        }
        stopped |= strict;
    }

    private void reportSymbols() {
        if (unknownSymbols.isEmpty()) {
            return;
        }
        unknownSymbols.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(SYMBOLS_SHOWN)
                .forEach(symbol -> complaints.println(symbol.getKey() + ": skipped " + symbol.getValue() + " lines"));
        if (unknownSymbols.size() > SYMBOLS_SHOWN) {
            complaints.println("and " + (unknownSymbols.size() - SYMBOLS_SHOWN) + " other symbols");
        }
        complaints.flush();
    }
}
