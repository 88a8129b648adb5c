package io.tokentape.topology.notice;

import io.tokentape.topology.mention.Mention;
import io.tokentape.topology.text.Post;
import io.tokentape.topology.text.When;
import io.tokentape.topology.text.Words;
import java.util.List;
import java.util.Set;

/** Reads what a notice of a listing, sale, airdrop or delisting states. Thread-safe. */
public final class NoticeReader {
    /** More words of a part are not read. */
    static final int WORDS_READ = 250;

    private final NoticeTokens tokens = NoticeTokens.shipped();
    private final Venues venues = Venues.shipped();
    private final NoticeTimes times = NoticeTimes.shipped();
    private final NoticeStages stages = NoticeStages.shipped();

    private NoticeReader() {}

    /** Reads the word lists that are shipped. */
    public static NoticeReader shipped() {
        return new NoticeReader();
    }

    /**
     * @param title null = none
     * @param titleTimes the times that the title states
     * @param textTimes the times that the text states
     * @param staged whether the kind of event goes through stages, as listings, sales and airdrops do
     */
    public Announcement read(
            Post post,
            Words title,
            Words text,
            List<When> titleTimes,
            List<When> textTimes,
            List<Mention> mentions,
            boolean staged) {
        NoticeTimes.Stated when = times.choose(post, title, text, titleTimes, textTimes);
        Set<String> found = tokens.find(post.source(), title, text, mentions, venues);
        return new Announcement(
                staged ? stages.of(post, title, text, when) : null,
                tokens.project(title == null ? text : title, mentions, found),
                List.copyOf(found),
                venues.of(post, title, text),
                when == null || when.start() == null ? null : when.start().fromText(),
                when == null || when.end() == null ? null : when.end().untilText(),
                when == null ? null : when.words());
    }
}
