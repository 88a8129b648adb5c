package io.tokentape.standalone.demo;

import io.tokentape.schemas.avro.PostSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a post may say.
 *
 * @param event as the analysis names it, lower case
 * @param stance bullish, bearish, neutral, or none where no asset is spoken of
 * @param title null for sources without headlines
 */
record Template(String event, String stance, String language, Set<PostSource> sources, String title, String text) {
    private static final String HEADLINE = " || ";

    static List<Template> all() {
        return DemoText.lines("posts.txt").stream().map(Template::parse).toList();
    }

    boolean isChatter() {
        return stance.equals("none");
    }

    boolean needsAddress() {
        return text.contains("{a@}");
    }

    private static Template parse(String line) {
        String[] cells = line.split("\\|", 5);
        String[] parts = cells[4].replace("\\n", "\n").split(Pattern.quote(HEADLINE), 2);
        Set<PostSource> sources =
                cells[3].chars().mapToObj(Template::source).collect(Collectors.toCollection(TreeSet::new));
        return new Template(
                cells[0], cells[1], cells[2], sources, parts.length == 2 ? parts[0] : null, parts[parts.length - 1]);
    }

    private static PostSource source(int letter) {
        return switch (letter) {
            case 't' -> PostSource.TWEET;
            case 'g' -> PostSource.TELEGRAM;
            case 'n' -> PostSource.NEWS;
            case 'r' -> PostSource.REDDIT;
            case 'x' -> PostSource.ANNOUNCEMENT;
            default -> throw new IllegalArgumentException("no source " + (char) letter);
        };
    }
}
