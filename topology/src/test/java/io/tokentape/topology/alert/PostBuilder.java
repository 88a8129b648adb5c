package io.tokentape.topology.alert;

import io.tokentape.topology.event.Event;
import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.notice.Announcement;
import io.tokentape.topology.sentiment.Sentiment;
import io.tokentape.topology.signal.Signal;
import io.tokentape.topology.text.Post;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Builds posts as machines see them; a test states only what it is about. */
final class PostBuilder {
    private String id = "post";
    private long at = 1_700_000_000_000L;
    private About about = About.NOTHING;
    private Post.Source source = Post.Source.TWEET;
    private String account = "tweet:someone";
    private String words = "words of the post";
    private Event event = new Event(Event.Type.OTHER, 0.9);
    private Announcement announcement;
    private Signal.Kind signal;
    private Signal.Side side;
    private List<String> companies = List.of();
    private int tokens = 1;
    private String dueFrom;
    private Double amountUsd;
    private AlertEvent.Campaign campaign;
    private Double liquidityUsd;
    private Double marketCapUsd;
    private Double pumpScore;

    static PostBuilder aPost(String id) {
        PostBuilder builder = new PostBuilder();
        builder.id = id;
        builder.account = "tweet:of-" + id;
        return builder;
    }

    PostBuilder at(String time) {
        at = Instant.parse(time).toEpochMilli();
        return this;
    }

    PostBuilder by(Post.Source from, String said) {
        source = from;
        account = said;
        return this;
    }

    PostBuilder symbol(String symbol) {
        about = new About("solana:" + symbol, symbol.toLowerCase(Locale.ROOT), symbol, null, null);
        return this;
    }

    PostBuilder about(About known) {
        about = known;
        return this;
    }

    PostBuilder company(String company) {
        about = new About(null, null, null, company, Priority.HIGH);
        companies = List.of(company);
        return this;
    }

    PostBuilder words(String said) {
        words = said;
        return this;
    }

    PostBuilder event(Event.Type type, double confidence) {
        event = new Event(type, confidence);
        return this;
    }

    /** @param when null = not stated */
    PostBuilder announces(Announcement.Stage stage, String venue, String when, String... symbols) {
        announcement = new Announcement(stage, null, List.of(symbols), venue, when, null, when);
        return this;
    }

    PostBuilder announcement(Announcement said) {
        announcement = said;
        return this;
    }

    PostBuilder signal(Signal.Kind kind, Signal.Side towards) {
        signal = kind;
        side = towards;
        return this;
    }

    PostBuilder calls(Signal.Side towards) {
        signal = Signal.Kind.SIGNAL;
        side = towards;
        return this;
    }

    PostBuilder tokens(int count) {
        tokens = count;
        return this;
    }

    PostBuilder due(String from) {
        dueFrom = from;
        return this;
    }

    PostBuilder amountUsd(double amount) {
        amountUsd = amount;
        return this;
    }

    PostBuilder copyInStory(String story, int position) {
        campaign = new AlertEvent.Campaign(story, position, position);
        return this;
    }

    PostBuilder liquidityUsd(double liquidity) {
        liquidityUsd = liquidity;
        return this;
    }

    PostBuilder pumpScore(double score) {
        pumpScore = score;
        return this;
    }

    AlertEvent.PostSeen build() {
        return new AlertEvent.PostSeen(
                id,
                at,
                about,
                1,
                at - 500,
                source,
                account,
                null,
                "en",
                words,
                List.of(new AlertEvent.Span(Mention.Part.TEXT, 0, 4, "name")),
                1,
                event,
                Sentiment.Label.NEUTRAL,
                announcement,
                signal,
                side,
                50,
                true,
                companies,
                tokens,
                dueFrom,
                null,
                amountUsd,
                campaign,
                liquidityUsd,
                marketCapUsd,
                pumpScore);
    }
}
