package io.tokentape.topology.mention;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Lists the words that general English writes in lower case, which a token's symbol or name may happen to be, out of
 * the texts that came with VADER (MIT): reviews, editorials, tweets.
 *
 * <pre>BuildOrdinaryWords TEXTS_FOLDER OUTPUT_FILE</pre>
 */
public final class BuildOrdinaryWords {
    private static final Pattern WORD = Pattern.compile("(?<![\\p{Alnum}$#@'/.])[a-z]{2,14}(?![\\p{Alnum}/@])");

    private BuildOrdinaryWords() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("usage: BuildOrdinaryWords TEXTS_FOLDER OUTPUT_FILE");
            System.exit(2);
        }
        List<Path> files = new ArrayList<>();
        try (Stream<Path> folder = Files.list(Path.of(arguments[0]))) {
            folder.sorted().forEach(files::add);
        }
        Map<String, Integer> counts = new TreeMap<>();
        for (Path file : files) {
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                Matcher words = WORD.matcher(line.substring(line.lastIndexOf('\t') + 1));
                while (words.find()) {
                    counts.merge(words.group(), 1, Integer::sum);
                }
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int kept = 0;
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            for (Map.Entry<String, Integer> word : counts.entrySet()) {
                if (word.getValue() >= 2) {
                    out.write((word.getKey() + "\n").getBytes(StandardCharsets.UTF_8));
                    kept++;
                }
            }
        }
        Files.write(Path.of(arguments[1]), bytes.toByteArray());
        System.out.println(kept + " words, " + bytes.size() + " bytes");
    }
}
