package io.tokentape.serving.intelligence;

import io.tokentape.schemas.avro.Intelligence;
import io.tokentape.serving.Samples;
import io.tokentape.serving.list.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Lists from memory, in the order that the interface promises. */
final class FakeList implements IntelligenceList {
    private final List<Row> rows = new ArrayList<>();
    private final List<Intelligence> posts = new ArrayList<>();

    FakeList add(Intelligence post, long timestamp) {
        posts.add(post);
        rows.add(row(post, timestamp, Samples.bytes(post)));
        return this;
    }

    FakeList addUndecodable(Intelligence post, long timestamp) {
        posts.add(post);
        rows.add(row(post, timestamp, new byte[] {0, 0, 0, 99, 99, 1}));
        return this;
    }

    private static Row row(Intelligence post, long timestamp, byte[] record) {
        return new Row(
                post.getId(),
                timestamp,
                post.getType().name().toLowerCase(Locale.ROOT),
                post.getSubtype().name().toLowerCase(Locale.ROOT),
                record);
    }

    @Override
    public Page page(Filter filter, long skip, int size) {
        List<Row> all = matching(filter).toList();
        return new Page(all.stream().skip(skip).limit(size).toList(), all.size());
    }

    @Override
    public List<Row> after(Filter filter, Optional<Position> position, int limit) {
        return matching(filter)
                .filter(row -> position.isEmpty()
                        || row.timestamp() < position.get().timestamp()
                        || row.timestamp() == position.get().timestamp()
                                && row.id().compareTo(position.get().id()) < 0)
                .limit(limit)
                .toList();
    }

    private Stream<Row> matching(Filter filter) {
        return rows.stream()
                .filter(row -> {
                    Intelligence post = posts.get(rows.indexOf(row));
                    return (filter.valuable() == null
                                    || filter.valuable() == post.getValue().getValuable())
                            && (filter.type() == null || filter.type() == post.getType())
                            && (filter.subtype() == null || filter.subtype() == post.getSubtype());
                })
                .sorted(Comparator.comparing(Row::timestamp)
                        .thenComparing(Row::id)
                        .reversed());
    }
}
