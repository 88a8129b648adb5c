package io.tokentape.topology.story;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The story books of many assets over a store. Books that were used last are held in memory, about
 * {@value #MOST_IN_MEMORY} stories of them; each change goes to the store at once. Not safe for use by many threads.
 */
public final class StoryShelf {
    static final int MOST_IN_MEMORY = 32_768;

    private static final byte STORY = 's';
    private static final byte WAITING = 'w';
    private static final byte[] NO_NAME = {};

    private final Entries store;
    private final long spanMillis;
    private final List<Long> windowMillis;
    /** In order of last use. */
    private final Map<String, StoryBook> books = new LinkedHashMap<>(16, 0.75f, true);

    private long inMemory;

    /**
     * @param spanMillis see {@link StoryBook#read}
     * @param windowMillis lengths of the windows in which stories are counted once; may be empty
     */
    public StoryShelf(Entries store, long spanMillis, List<Long> windowMillis) {
        this.store = store;
        this.spanMillis = spanMillis;
        this.windowMillis = List.copyOf(windowMillis);
    }

    public StoryBook book(String asset) {
        StoryBook book = books.get(asset);
        if (book == null) {
            book = load(asset);
            books.put(asset, book);
            inMemory += book.size();
        }
        makeRoom();
        return book;
    }

    /** Forgets all of an asset. */
    public void forget(String asset) {
        book(asset).clear();
        books.remove(asset);
    }

    private void makeRoom() {
        Iterator<StoryBook> oldest = books.values().iterator();
        while (inMemory > MOST_IN_MEMORY && books.size() > 1) {
            inMemory -= oldest.next().size();
            oldest.remove();
        }
    }

    private StoryBook load(String asset) {
        List<Story> stories = new ArrayList<>();
        List<Said> waiting = new ArrayList<>();
        int prefix = key(asset, STORY, NO_NAME).length;
        store.range(key(asset, STORY, NO_NAME), key(asset, (byte) (STORY + 1), NO_NAME), (key, value) -> {
            return stories.add(
                    Story.decode(new String(key, prefix, key.length - prefix, StandardCharsets.UTF_8), value));
        });
        store.range(key(asset, WAITING, NO_NAME), key(asset, (byte) (WAITING + 1), NO_NAME), (key, value) -> {
            return waiting.add(
                    SaidBytes.decode(ByteBuffer.wrap(key, prefix, key.length - prefix), ByteBuffer.wrap(value)));
        });
        return new StoryBook(new AssetKeeper(asset), new StoryBook.Kept(stories, waiting), spanMillis, windowMillis);
    }

    private final class AssetKeeper implements StoryBook.Keeper {
        private final String asset;

        AssetKeeper(String asset) {
            this.asset = asset;
        }

        @Override
        public void keep(Story story) {
            if (story.size() == 1) {
                inMemory++;
            }
            store.put(storyKey(story), story.encode());
        }

        @Override
        public void forget(Story story) {
            inMemory--;
            store.delete(storyKey(story));
        }

        @Override
        public void keepWaiting(Said post) {
            inMemory++;
            store.put(key(asset, WAITING, SaidBytes.name(post)), SaidBytes.value(post));
        }

        @Override
        public void forgetWaiting(Said post) {
            inMemory--;
            store.delete(key(asset, WAITING, SaidBytes.name(post)));
        }

        private byte[] storyKey(Story story) {
            return key(asset, STORY, story.id.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Keys sort by asset, then kind: the asset's length in two bytes, the asset, the kind, the name. */
    private static byte[] key(String asset, byte kind, byte[] name) {
        byte[] prefix = asset.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Short.BYTES + prefix.length + 1 + name.length)
                .putShort((short) prefix.length)
                .put(prefix)
                .put(kind)
                .put(name)
                .array();
    }
}
