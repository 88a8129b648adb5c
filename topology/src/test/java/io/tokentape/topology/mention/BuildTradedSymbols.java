package io.tokentape.topology.mention;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Lists the symbols that texts and tables of exchanges quote in bitcoin, ether or dollars: capitals that are a ticker
 * even when nothing beside them says so. Counts lines, each text once.
 *
 * <pre>BuildTradedSymbols OUTPUT_FILE FILE…</pre>
 */
public final class BuildTradedSymbols {
    private static final int ENOUGH_LINES = 5;
    private static final Pattern PAIR = Pattern.compile(
            "(?<![A-Za-z0-9])([A-Z][A-Z0-9]{2,7})(?:\\\\?[/_-])?(?:BTC|USDT|ETH|BNB|BUSD|USDC)(?![A-Za-z0-9])");
    private static final Pattern MARKET = Pattern.compile("(?:BTC|USDT)-([A-Z][A-Z0-9]{2,7})(?![A-Za-z0-9])");

    private BuildTradedSymbols() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2) {
            System.err.println("usage: BuildTradedSymbols OUTPUT_FILE FILE...");
            System.exit(2);
        }
        Map<String, Integer> counts = new TreeMap<>();
        Set<String> seen = new HashSet<>();
        for (int i = 1; i < arguments.length; i++) {
            read(Path.of(arguments[i]), seen, counts);
        }
        List<String> lines = new ArrayList<>();
        lines.add(
                "# Symbols that are traded in pairs: capitals that are a ticker even when nothing beside them says so.");
        counts.forEach((symbol, count) -> {
            int marks = TokenWords.SHIPPED.marks(symbol);
            boolean other =
                    (marks & (TokenWords.ANY_WORD | TokenWords.QUOTE | TokenWords.NO_BASE | TokenWords.STOCK)) != 0;
            if (count >= ENOUGH_LINES && !other) {
                lines.add(symbol);
            }
        });
        Files.write(Path.of(arguments[0]), lines, StandardCharsets.UTF_8);
        System.out.println(lines.size() - 1 + " symbols");
    }

    private static void read(Path file, Set<String> seen, Map<String, Integer> counts) throws IOException {
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int text = line.indexOf("\"text\"");
                String read = text < 0 ? line : line.substring(text);
                if (seen.add(read)) {
                    Set<String> symbols = new HashSet<>();
                    find(PAIR, read, symbols);
                    find(MARKET, read, symbols);
                    symbols.forEach(symbol -> counts.merge(symbol, 1, Integer::sum));
                }
            }
        }
    }

    private static void find(Pattern pattern, String text, Set<String> symbols) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            symbols.add(matcher.group(1));
        }
    }
}
