package io.tokentape.topology.story;

import io.tokentape.topology.text.TextPrint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One story: what is known of a text and its near-repeats. Its name is the id of its first post. Changes as it is told on;
 * not safe for use by many threads.
 */
final class Story {
    /**
     * How far the story had come at the end of a span of time.
     *
     * @param span number of the span
     */
    private record Mark(long span, int size, int sources) {
        static final int BYTES = Long.BYTES + 2 * Integer.BYTES;
    }

    /** As-of reading goes back over so many spans in which the story was told, at least. */
    static final int MARKS = 12;

    final String id;
    final long firstAt;
    final String firstSource;
    final TextPrint print;
    private long lastAt;
    private int size;
    /** Place in the order of last telling, among the stories of the asset. */
    private long touched;

    private DistinctCount sources = new DistinctCount();
    private final Mark[] marks = new Mark[MARKS];
    private int marked;
    /** For each window length: number of the last window in which it was told, and a bit for each of the 64 up to it. */
    private final long[] lastWindow;

    private final long[] toldIn;

    Story(Said first, int windows) {
        this(first.id(), first.at(), first.source(), first.print(), windows);
    }

    private Story(String id, long firstAt, String firstSource, TextPrint print, int windows) {
        this.id = id;
        this.firstAt = firstAt;
        this.firstSource = firstSource;
        this.print = print;
        this.lastAt = firstAt;
        this.lastWindow = new long[windows];
        this.toldIn = new long[windows];
    }

    long lastAt() {
        return lastAt;
    }

    int size() {
        return size;
    }

    long touched() {
        return touched;
    }

    /** Counts a post. A mark holds what was known at the end of its span, so a post that comes late changes those behind it. */
    void tell(Said post, long span, long order) {
        lastAt = Math.max(lastAt, post.at());
        touched = order;
        size++;
        long before = sources.count();
        sources.add(post.source());
        int more = (int) (sources.count() - before);
        int place = marked;
        while (place > 0 && marks[place - 1].span() >= span) {
            place--;
        }
        if (place == marked || marks[place].span() > span) {
            insert(place, span);
        }
        for (int i = 0; i < marked; i++) {
            Mark mark = marks[i];
            if (mark.span() >= span) {
                marks[i] = new Mark(mark.span(), mark.size() + 1, mark.sources() + more);
            }
        }
    }

    private void insert(int place, long span) {
        int at = place;
        if (marked == MARKS) {
            if (at == 0) {
                return;
            }
            System.arraycopy(marks, 1, marks, 0, MARKS - 1);
            marked--;
            at--;
        }
        System.arraycopy(marks, at, marks, at + 1, marked - at);
        Mark before = at == 0 ? null : marks[at - 1];
        marks[at] = new Mark(span, before == null ? 0 : before.size(), before == null ? 0 : before.sources());
        marked++;
    }

    /** What was known at the end of a span; of what lies before the marks, the oldest of them. */
    StoryView asOf(long span) {
        int at = marked - 1;
        while (at > 0 && marks[at].span() > span) {
            at--;
        }
        Mark mark = marks[at];
        return new StoryView(id, firstAt, firstSource, mark.size(), mark.sources());
    }

    /** Notes that it is told in a window; says whether for the first time. */
    boolean firstIn(int length, long window) {
        if (toldIn[length] == 0) {
            lastWindow[length] = window;
        }
        long ahead = window - lastWindow[length];
        if (ahead > 0) {
            toldIn[length] = ahead >= Long.SIZE ? 0 : toldIn[length] << ahead;
            lastWindow[length] = window;
            ahead = 0;
        }
        if (ahead <= -Long.SIZE) {
            return false;
        }
        long bit = 1L << -ahead;
        boolean first = (toldIn[length] & bit) == 0;
        toldIn[length] |= bit;
        return first;
    }

    byte[] encode() {
        byte[] source = firstSource.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(3 * Long.BYTES
                + Integer.BYTES
                + Short.BYTES
                + source.length
                + TextPrint.BYTES
                + sources.encodedBytes()
                + 1
                + marked * Mark.BYTES
                + 1
                + 2 * Long.BYTES * toldIn.length);
        bytes.putLong(firstAt).putLong(lastAt).putLong(touched).putInt(size);
        bytes.putShort((short) source.length).put(source).put(print.bytes());
        sources.encode(bytes);
        bytes.put((byte) marked);
        for (int i = 0; i < marked; i++) {
            bytes.putLong(marks[i].span()).putInt(marks[i].size()).putInt(marks[i].sources());
        }
        bytes.put((byte) toldIn.length);
        for (int i = 0; i < toldIn.length; i++) {
            bytes.putLong(lastWindow[i]).putLong(toldIn[i]);
        }
        return bytes.array();
    }

    static Story decode(String id, byte[] encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        long firstAt = bytes.getLong();
        long lastAt = bytes.getLong();
        long touched = bytes.getLong();
        int size = bytes.getInt();
        byte[] source = new byte[Short.toUnsignedInt(bytes.getShort())];
        bytes.get(source);
        TextPrint print = TextPrint.read(bytes.slice(bytes.position(), TextPrint.BYTES));
        bytes.position(bytes.position() + TextPrint.BYTES);
        DistinctCount sources = DistinctCount.decode(bytes);
        int marked = bytes.get();
        Mark[] marks = new Mark[marked];
        for (int i = 0; i < marked; i++) {
            marks[i] = new Mark(bytes.getLong(), bytes.getInt(), bytes.getInt());
        }
        int windows = bytes.get();
        Story story = new Story(id, firstAt, new String(source, StandardCharsets.UTF_8), print, windows);
        for (int i = 0; i < windows; i++) {
            story.lastWindow[i] = bytes.getLong();
            story.toldIn[i] = bytes.getLong();
        }
        story.lastAt = lastAt;
        story.touched = touched;
        story.size = size;
        story.sources = sources;
        story.marked = marked;
        System.arraycopy(marks, 0, story.marks, 0, marked);
        return story;
    }
}
