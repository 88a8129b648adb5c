package io.tokentape.connectors.files;

import io.tokentape.schemas.avro.Candle;
import io.tokentape.schemas.catalogue.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Candles as CSV with a header line: {@code symbol} (or {@code asset}), {@code quote}, {@code interval}, {@code ts} (open
 * time), {@code open}, {@code high}, {@code low}, {@code close}, and optionally {@code volume}, {@code revision},
 * {@code knownAt}. Columns may stand in any order; unknown ones are ignored. The record's timestamp is when the candle
 * closes, or {@code knownAt}, which cannot be earlier.
 */
public final class CandleLines implements LineParser<Candle> {
    private static final List<String> REQUIRED = List.of("quote", "interval", "ts", "open", "high", "low", "close");
    private static final long LONGEST_INTERVAL_MILLIS = Duration.ofDays(1).toMillis();
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Topics topics;
    private final TimeWindow window;
    private final SymbolResolver symbols;
    private final Map<String, Optional<String>> resolved = new HashMap<>();
    private Map<String, Integer> columns;
    private RejectedLineException badHeader;

    public CandleLines(Topics topics, Clock clock, SymbolResolver symbols) {
        this.topics = topics;
        this.window = new TimeWindow(clock);
        this.symbols = symbols;
    }

    @Override
    public Parsed<Candle> parse(byte[] bytes, int offset, int length) {
        if (Lines.isBlank(bytes, offset, length)) {
            return new Parsed.Nothing<>();
        }
        try {
            Lines.checkSmall(length);
            List<String> cells = cells(new String(bytes, offset, length, StandardCharsets.UTF_8));
            if (columns == null) {
                readHeader(cells);
                return new Parsed.Nothing<>();
            }
            if (badHeader != null) {
                throw badHeader;
            }
            return new Parsed.Accepted<>(record(cells));
        } catch (RejectedLineException e) {
            return new Parsed.Rejected<>(e.reason(), e.getMessage());
        }
    }

    private void readHeader(List<String> cells) throws RejectedLineException {
        columns = new HashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            String name = cells.get(i).strip();
            columns.put(i == 0 && name.indexOf(BYTE_ORDER_MARK) == 0 ? name.substring(1) : name, i);
        }
        Set<String> absent = new TreeSet<>(REQUIRED);
        absent.removeAll(new HashSet<>(columns.keySet()));
        if (!columns.containsKey("symbol") && !columns.containsKey("asset")) {
            absent.add("symbol");
        }
        if (!absent.isEmpty()) {
            badHeader = new RejectedLineException(
                    RejectReason.MALFORMED, "the header lacks the columns " + String.join(", ", absent));
            throw badHeader;
        }
    }

    private TapeRecord<Candle> record(List<String> cells) throws RejectedLineException {
        if (cells.size() != columns.size()) {
            throw new RejectedLineException(
                    RejectReason.MALFORMED, cells.size() + " columns where the header has " + columns.size());
        }
        String symbol = cell(cells, "symbol").toUpperCase(Locale.ROOT);
        Candle candle = new Candle();
        candle.setSymbol(symbol);
        candle.setQuote(required(cells, "quote").toUpperCase(Locale.ROOT));
        candle.setIntervalMillis(interval(required(cells, "interval")));
        candle.setOpenAt(TimeWindow.millis("ts", required(cells, "ts")));
        candle.setOpen(price(cells, "open"));
        candle.setHigh(price(cells, "high"));
        candle.setLow(price(cells, "low"));
        candle.setClose(price(cells, "close"));
        candle.setVolume(cell(cells, "volume").isEmpty() ? null : price(cells, "volume"));
        candle.setRevision(revision(cell(cells, "revision")));
        window.accept("ts", candle.getOpenAt());
        long timestamp = window.accept("close time", candle.getOpenAt() + candle.getIntervalMillis());
        String knownAt = cell(cells, "knownAt");
        if (!knownAt.isEmpty()) {
            long known = window.accept("knownAt", TimeWindow.millis("knownAt", knownAt));
            if (known < timestamp) {
                throw RejectedLineException.badValue("knownAt", "is before the candle closes");
            }
            timestamp = known;
        }
        candle.setAsset(asset(cell(cells, "asset"), symbol));
        return new TapeRecord<>(topics.candles, candle.getAsset(), timestamp, candle);
    }

    private String asset(String given, String symbol) throws RejectedLineException {
        if (!given.isEmpty()) {
            return AssetId.canonical("asset", given);
        }
        if (symbol.isEmpty()) {
            throw RejectedLineException.missing("symbol");
        }
        return resolved.computeIfAbsent(symbol, symbols::findAsset)
                .orElseThrow(() -> new RejectedLineException(RejectReason.UNKNOWN_SYMBOL, "no token claims " + symbol));
    }

    /** Empty where the file has no such column. */
    private String cell(List<String> cells, String column) {
        Integer index = columns.get(column);
        return index == null ? "" : cells.get(index).strip();
    }

    private String required(List<String> cells, String column) throws RejectedLineException {
        String text = cell(cells, column);
        if (text.isEmpty()) {
            throw RejectedLineException.missing(column);
        }
        return text;
    }

    private double price(List<String> cells, String column) throws RejectedLineException {
        String text = required(cells, column);
        double number;
        try {
            number = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw RejectedLineException.wrongType(column, "a number", "\"" + Lines.shortened(text) + "\"");
        }
        if (!(number >= 0 && Double.isFinite(number))) {
            throw RejectedLineException.badValue(column, "must be a finite number, 0 or more");
        }
        return number;
    }

    private static int revision(String text) throws RejectedLineException {
        if (text.isEmpty()) {
            return 1;
        }
        try {
            int revision = Integer.parseInt(text);
            if (revision >= 1) {
                return revision;
            }
        } catch (NumberFormatException e) {
            throw RejectedLineException.wrongType("revision", "a whole number", "\"" + Lines.shortened(text) + "\"");
        }
        throw RejectedLineException.badValue("revision", "must be 1 or more");
    }

    /** 0 for a tick, or a number with s, m, h or d, up to a day. */
    private static long interval(String text) throws RejectedLineException {
        if (text.equals("0")) {
            return 0;
        }
        long unit = switch (text.charAt(text.length() - 1)) {
            case 's' -> 1000;
            case 'm' -> 60_000;
            case 'h' -> 3_600_000;
            case 'd' -> LONGEST_INTERVAL_MILLIS;
            default -> 0;
        };
        try {
            long millis = Math.multiplyExact(unit, Long.parseLong(text.substring(0, text.length() - 1)));
            if (millis > 0 && millis <= LONGEST_INTERVAL_MILLIS) {
                return millis;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            throw RejectedLineException.badValue("interval", "must be 0 or from 1s to 1d");
        }
        throw RejectedLineException.badValue("interval", "must be 0 or from 1s to 1d");
    }

    /** The cells of a line; a cell in double quotes may hold commas, and a doubled quote means one. */
    private static List<String> cells(String line) throws RejectedLineException {
        List<String> cells = new ArrayList<>();
        int at = 0;
        while (true) {
            if (at < line.length() && line.charAt(at) == '"') {
                StringBuilder cell = new StringBuilder();
                at++;
                while (true) {
                    int quote = line.indexOf('"', at);
                    if (quote < 0) {
                        throw new RejectedLineException(RejectReason.MALFORMED, "a quote is not closed");
                    }
                    cell.append(line, at, quote);
                    at = quote + 1;
                    if (at >= line.length() || line.charAt(at) != '"') {
                        break;
                    }
                    cell.append('"');
                    at++;
                }
                if (at < line.length() && line.charAt(at) != ',') {
                    throw new RejectedLineException(RejectReason.MALFORMED, "text after a closing quote");
                }
                cells.add(cell.toString());
            } else {
                int comma = line.indexOf(',', at);
                int end = comma < 0 ? line.length() : comma;
                cells.add(line.substring(at, end));
                at = end;
            }
            if (at >= line.length()) {
                return cells;
            }
            at++;
        }
    }
}
