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

    private static final int LONGEST_HEADLINE = 250;

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
        Words head = title == null ? headline(post, text) : title;
        NoticeTimes.Stated when = times.choose(post, title, text, titleTimes, textTimes);
        Set<String> found = tokens.find(head, text, mentions, venues);
        return new Announcement(
                staged ? stages.of(post, head, text, when) : null,
                tokens.project(head == null ? text : head, mentions, found),
                List.copyOf(found),
                venues.of(post, head, text),
                when == null || when.start() == null ? null : when.start().fromText(),
                when == null || when.end() == null ? null : when.end().untilText(),
                when == null ? null : when.words());
    }

    /** The first line of an exchange's notice that came without a title; null = none. */
    private static Words headline(Post post, Words text) {
        int end = text.original().indexOf('\n');
        boolean line = post.source() == Post.Source.ANNOUNCEMENT && end > 0 && end <= LONGEST_HEADLINE;
        return line ? Words.of(text.original().substring(0, end)) : null;
    }
}
