package io.tokentape.connectors.files;

import io.tokentape.schemas.avro.PostMetrics;
import io.tokentape.schemas.avro.PostSource;
import io.tokentape.schemas.avro.RawPost;
import io.tokentape.schemas.catalogue.Topic;
import io.tokentape.schemas.catalogue.Topics;
import java.io.IOException;
import java.time.Clock;

/**
 * Posts as JSON lines: {@code source}, {@code id}, {@code ts} and {@code text} must be there (a deleted post needs no
 * text), everything else may be absent. The record's timestamp is {@code ts}; for the first revision it is the source's
 * own time too.
 */
public final class PostLines implements LineParser<RawPost> {
    /** What batch and record take beside key and value. */
    private static final int OVERHEAD_BYTES = 4096;

    /** Encoded records are never longer than their JSON plus this, so only longer lines need to be measured. */
    private static final int SURELY_FITS_BYTES = Topics.LARGE_RECORD_BYTES / 2 - OVERHEAD_BYTES;

    private final Topics topics;
    private final TimeWindow window;
    private final Line line = new Line();

    public PostLines(Topics topics, Clock clock) {
        this.topics = topics;
        this.window = new TimeWindow(clock);
    }

    @Override
    public Parsed<RawPost> parse(byte[] bytes, int offset, int length) {
        if (Lines.isBlank(bytes, offset, length)) {
            return new Parsed.Nothing<>();
        }
        try {
            line.clear();
            JsonFields.read(bytes, offset, length, line);
            return new Parsed.Accepted<>(record(length));
        } catch (RejectedLineException e) {
            return new Parsed.Rejected<>(e.reason(), e.getMessage());
        }
    }

    private TapeRecord<RawPost> record(int lineLength) throws RejectedLineException {
        if (line.source == null) {
            throw RejectedLineException.missing("source");
        }
        RawPost post = line.post;
        if (post.getId() == null) {
            throw RejectedLineException.missing("id");
        }
        if (post.getId().isEmpty()) {
            throw RejectedLineException.badValue("id", "is empty");
        }
        if (line.ts == null) {
            throw RejectedLineException.missing("ts");
        }
        if (post.getText() == null) {
            if (!post.getDeleted()) {
                throw RejectedLineException.missing("text");
            }
            post.setText("");
        }
        long timestamp = window.accept("ts", line.ts);
        PostSource source = source(line.source);
        post.setSource(source);
        if (post.getRevision() == 1 && !post.getDeleted()) {
            post.setPublishedAt(timestamp);
        }
        String key = key(post);
        if (lineLength > SURELY_FITS_BYTES) {
            checkSize(post, key);
        }
        return new TapeRecord<>(topic(topics, source), key, timestamp, post);
    }

    /** Exchange announcements travel with the news. */
    static Topic<RawPost> topic(Topics topics, PostSource source) {
        return switch (source) {
            case TWEET -> topics.rawTweets;
            case NEWS, ANNOUNCEMENT -> topics.rawNews;
            case TELEGRAM -> topics.rawTelegram;
            case REDDIT -> topics.rawReddit;
            case UNKNOWN -> throw new IllegalArgumentException("no topic for an unknown source");
        };
    }

    /** The sayer, so that one sayer's posts keep their order; where there is none, the post itself. */
    static String key(RawPost post) {
        String sayer = post.getSource() == PostSource.TWEET ? post.getAuthor() : post.getChannel();
        return sayer == null || sayer.isEmpty() ? post.getId() : sayer;
    }

    private static PostSource source(String text) throws RejectedLineException {
        return switch (text) {
            case "tweet" -> PostSource.TWEET;
            case "news" -> PostSource.NEWS;
            case "telegram" -> PostSource.TELEGRAM;
            case "reddit" -> PostSource.REDDIT;
            case "announcement" -> PostSource.ANNOUNCEMENT;
            default ->
                throw RejectedLineException.badValue("source", "must be tweet, news, telegram, reddit or announcement");
        };
    }

    private static void checkSize(RawPost post, String key) throws RejectedLineException {
        long bytes = OVERHEAD_BYTES + Lines.utf8Length(key);
        for (String text : new String[] {
            post.getId(),
            post.getAuthor(),
            post.getAuthorName(),
            post.getChannel(),
            post.getChannelName(),
            post.getTitle(),
            post.getText(),
            post.getUrl(),
            post.getReplyTo()
        }) {
            bytes += Lines.utf8Length(text);
        }
        if (bytes > Topics.LARGE_RECORD_BYTES) {
            throw new RejectedLineException(
                    RejectReason.TOO_LARGE,
                    "the record would be about " + bytes + " bytes, the limit is " + Topics.LARGE_RECORD_BYTES);
        }
    }

    /** What the line at hand has given so far. */
    private static final class Line implements JsonFields.Reader {
        private String source;
        private Long ts;
        private RawPost post;

        void clear() {
            source = null;
            ts = null;
            post = new RawPost();
            post.setRevision(1);
        }

        @Override
        public void read(String name, JsonFields fields) throws IOException, RejectedLineException {
            switch (name) {
                case "source" -> source = fields.text();
                case "id" -> post.setId(fields.text());
                case "ts" -> ts = fields.time();
                case "text" -> post.setText(fields.text());
                case "author" -> post.setAuthor(fields.text());
                case "authorName" -> post.setAuthorName(fields.text());
                case "followers" -> post.setFollowers(fields.count());
                case "channel" -> post.setChannel(fields.text());
                case "channelName" -> post.setChannelName(fields.text());
                case "title" -> post.setTitle(fields.text());
                case "url" -> post.setUrl(fields.text());
                case "replyTo" -> post.setReplyTo(fields.text());
                case "revision" -> {
                    Integer revision = fields.ordinal();
                    post.setRevision(revision == null ? 1 : revision);
                }
                case "deleted" -> post.setDeleted(Boolean.TRUE.equals(fields.truth()));
                case "metrics" -> metrics(fields);
                default -> {
                    // Unknown fields are ignored.
                }
            }
        }

        private void metrics(JsonFields fields) throws IOException, RejectedLineException {
            PostMetrics metrics = new PostMetrics();
            fields.object((name, inner) -> {
                switch (name) {
                    case "likes" -> metrics.setLikes(inner.count());
                    case "reposts" -> metrics.setReposts(inner.count());
                    case "replies" -> metrics.setReplies(inner.count());
                    case "views" -> metrics.setViews(inner.count());
                    case "forwards" -> metrics.setForwards(inner.count());
                    default -> {
                        // Unknown fields are ignored.
                    }
                }
            });
            boolean reported = metrics.getLikes() != null
                    || metrics.getReposts() != null
                    || metrics.getReplies() != null
                    || metrics.getViews() != null
                    || metrics.getForwards() != null;
            post.setMetrics(reported ? metrics : null);
        }
    }
}
