package io.tokentape.topology.stats;

import io.tokentape.topology.story.DistinctCount;
import io.tokentape.topology.story.StoryBook;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What is counted of one asset in one window. Beside the window's own counts of stories it has those of the longer windows
 * around it, so that these are the sum of their parts though a story counts once in each: a story is counted where it is
 * first told in the longer window. Not safe for use by many threads.
 */
final class WindowCount {
    private static final int EVIDENCE = 3;
    private static final Comparator<Evidence> HEAVIEST_FIRST = Comparator.comparingDouble(Evidence::value)
            .reversed()
            .thenComparingLong(Evidence::at)
            .thenComparing(Evidence::id);

    /** Distinct stories of a window of one length that were first told here. */
    private static final class Stories {
        static final int BYTES = 5 * Integer.BYTES + 2 * Double.BYTES;

        int stories;
        int bullish;
        int neutral;
        int bearish;
        int valuable;
        double stance;
        double weight;

        void add(Sighted post) {
            stories++;
            valuable += post.valuable() ? 1 : 0;
            if (post.label() != null) {
                bullish += post.label() > 0 ? 1 : 0;
                neutral += post.label() == 0 ? 1 : 0;
                bearish += post.label() < 0 ? 1 : 0;
                stance += post.stance() * post.confidence();
                weight += post.confidence();
            }
        }

        void add(Stories other) {
            stories += other.stories;
            bullish += other.bullish;
            neutral += other.neutral;
            bearish += other.bearish;
            valuable += other.valuable;
            stance += other.stance;
            weight += other.weight;
        }

        int labelled() {
            return bullish + neutral + bearish;
        }
    }

    /** @param spans a bit for each length of window in which its story was first told by it */
    private record Evidence(String id, long at, double value, int spans) {}

    private int revision = 1;
    private String token;
    private long mentions;
    private long signals;
    private long largestCampaign;
    private final Stories[] bySpan = new Stories[Span.ALL.size()];
    private DistinctCount sources = new DistinctCount();
    private List<Evidence> evidence = new ArrayList<>(1);

    WindowCount() {
        for (int span = 0; span < bySpan.length; span++) {
            bySpan[span] = new Stories();
        }
    }

    void add(Sighted post, StoryBook.Told told) {
        token = post.token() == null ? token : post.token();
        mentions++;
        signals += post.signal() ? 1 : 0;
        largestCampaign = Math.max(largestCampaign, told.size());
        sources.add(post.source());
        int spans = 0;
        for (int span = 0; span < bySpan.length; span++) {
            if (told.firstIn().get(span)) {
                bySpan[span].add(post);
                spans |= 1 << span;
            }
        }
        if (spans != 0) {
            addEvidence(List.of(new Evidence(post.id(), post.at(), post.value(), spans)));
        }
    }

    /** Adds a shorter window that lies within this one. */
    void add(WindowCount part) {
        token = part.token == null ? token : part.token;
        mentions += part.mentions;
        signals += part.signals;
        largestCampaign = Math.max(largestCampaign, part.largestCampaign);
        sources.addAll(part.sources);
        for (int span = 0; span < bySpan.length; span++) {
            bySpan[span].add(part.bySpan[span]);
        }
        addEvidence(part.evidence);
    }

    /** Keeps the heaviest for each length of window. */
    private void addEvidence(List<Evidence> more) {
        evidence.addAll(more);
        evidence.sort(HEAVIEST_FIRST);
        int[] taken = new int[bySpan.length];
        evidence.removeIf(one -> {
            boolean wanted = false;
            for (int span = 0; span < taken.length; span++) {
                wanted |= (one.spans() & 1 << span) != 0 && taken[span]++ < EVIDENCE;
            }
            return !wanted;
        });
    }

    /** Counts one more change after the window was put out. */
    void revise() {
        revision += 2;
    }

    long stories(Span span) {
        return bySpan[span.ordinal()].stories;
    }

    WindowStats stats(String asset, Span span, long end, long at, Usual usual) {
        Stories told = bySpan[span.ordinal()];
        return new WindowStats(
                asset,
                at,
                token,
                span,
                end,
                revision,
                mentions,
                told.stories,
                sources.count(),
                told.bullish,
                told.neutral,
                told.bearish,
                told.weight > 0 ? told.stance / told.weight : null,
                told.labelled() > 0 ? told.weight / told.labelled() : null,
                told.valuable,
                signals,
                largestCampaign,
                usual,
                evidence.stream()
                        .filter(one -> (one.spans() & 1 << span.ordinal()) != 0)
                        .limit(EVIDENCE)
                        .map(Evidence::id)
                        .toList());
    }

    byte[] encode() {
        byte[] name = token == null ? new byte[0] : token.getBytes(StandardCharsets.UTF_8);
        List<byte[]> ids = evidence.stream()
                .map(one -> one.id().getBytes(StandardCharsets.UTF_8))
                .toList();
        int size = Integer.BYTES
                + Short.BYTES
                + name.length
                + 3 * Long.BYTES
                + bySpan.length * Stories.BYTES
                + sources.encodedBytes()
                + 1;
        for (byte[] id : ids) {
            size += 2 + id.length + Long.BYTES + Double.BYTES;
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        bytes.putInt(revision).putShort((short) name.length).put(name);
        bytes.putLong(mentions).putLong(signals).putLong(largestCampaign);
        for (Stories told : bySpan) {
            bytes.putInt(told.stories).putInt(told.bullish).putInt(told.neutral).putInt(told.bearish);
            bytes.putInt(told.valuable).putDouble(told.stance).putDouble(told.weight);
        }
        sources.encode(bytes);
        bytes.put((byte) evidence.size());
        for (int i = 0; i < evidence.size(); i++) {
            Evidence one = evidence.get(i);
            bytes.put((byte) one.spans()).put((byte) ids.get(i).length).put(ids.get(i));
            bytes.putLong(one.at()).putDouble(one.value());
        }
        return bytes.array();
    }

    /** @param encoded null = nothing has been counted */
    static WindowCount decode(byte[] encoded) {
        WindowCount count = new WindowCount();
        if (encoded == null) {
            return count;
        }
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        count.revision = bytes.getInt();
        String name = text(bytes, bytes.getShort());
        count.token = name.isEmpty() ? null : name;
        count.mentions = bytes.getLong();
        count.signals = bytes.getLong();
        count.largestCampaign = bytes.getLong();
        for (Stories told : count.bySpan) {
            told.stories = bytes.getInt();
            told.bullish = bytes.getInt();
            told.neutral = bytes.getInt();
            told.bearish = bytes.getInt();
            told.valuable = bytes.getInt();
            told.stance = bytes.getDouble();
            told.weight = bytes.getDouble();
        }
        count.sources = DistinctCount.decode(bytes);
        int kept = bytes.get();
        count.evidence = new ArrayList<>(kept + 1);
        for (int i = 0; i < kept; i++) {
            int spans = bytes.get();
            String id = text(bytes, bytes.get());
            count.evidence.add(new Evidence(id, bytes.getLong(), bytes.getDouble(), spans));
        }
        return count;
    }

    private static String text(ByteBuffer bytes, int length) {
        byte[] text = new byte[length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
