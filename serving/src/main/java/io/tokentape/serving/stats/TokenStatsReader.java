package io.tokentape.serving.stats;

import io.tokentape.schemas.avro.TokenStats;
import io.tokentape.serving.http.ProblemException;
import io.tokentape.serving.query.Answer;
import io.tokentape.serving.query.RecordDecoder;
import io.tokentape.serving.query.Scan;
import io.tokentape.serving.query.StatsKeys;
import io.tokentape.serving.query.Stored;
import io.tokentape.serving.query.ViewQuery;
import io.tokentape.serving.query.ViewTable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Statistics from the view. Safe for use by many threads. */
final class TokenStatsReader {
    private final ViewQuery view;
    private final RecordDecoder<TokenStats> decoder;

    TokenStatsReader(ViewQuery view, RecordDecoder<TokenStats> decoder) {
        this.view = view;
        this.decoder = decoder;
    }

    /** @param timestamp of the record, epoch milliseconds */
    record Row(TokenStats stats, long timestamp) {}

    /**
     * @param row null = there is none
     * @param copy null = its owner said so
     */
    record Latest(Row row, Answer.Copy copy) {}

    /**
     * @param rows of one window, the best rank first
     * @param failed addresses of the instances that did not answer
     */
    record Trending(List<Row> rows, List<String> failed) {}

    /**
     * The latest of each window.
     *
     * @throws ProblemException 503 or 502 when it cannot be told
     */
    Map<StatsWindow, Latest> latest(String asset) {
        List<String> keys = Arrays.stream(StatsWindow.values())
                .map(window -> StatsKeys.latest(asset, window.millis()))
                .toList();
        Map<String, Answer> answers = view.findAll(ViewTable.TOKEN_STATS, keys);
        Map<StatsWindow, Latest> latest = new LinkedHashMap<>();
        for (StatsWindow window : StatsWindow.values()) {
            Answer answer = answers.get(StatsKeys.latest(asset, window.millis()));
            if (answer.failure() != null) {
                throw answer.failure().asException();
            }
            latest.put(window, new Latest(answer.stored() == null ? null : row(answer.stored()), answer.copy()));
        }
        return latest;
    }

    /**
     * The best ranks of the latest window that any instance knows. Copies of an asset's row count once.
     *
     * @throws ProblemException 503 when no instance can answer
     */
    Trending trending(StatsWindow window, int limit) {
        Scan scan = view.scanAll(ViewTable.TRENDING, StatsKeys.rankedOf(window.millis()), limit);
        List<Row> all = scan.found().stream().map(this::row).toList();
        long end =
                all.stream().mapToLong(row -> row.stats().getWindowEnd()).max().orElse(Long.MIN_VALUE);
        Map<String, Row> byAsset = new LinkedHashMap<>();
        all.stream()
                .filter(row -> row.stats().getWindowEnd() == end)
                .forEach(row -> byAsset.merge(row.stats().getAsset(), row, TokenStatsReader::later));
        return new Trending(
                byAsset.values().stream()
                        .sorted(Comparator.comparing((Row row) -> row.stats().getTrendRank())
                                .thenComparing(row -> row.stats().getAsset()))
                        .limit(limit)
                        .toList(),
                scan.failed());
    }

    private static Row later(Row one, Row other) {
        return one.stats().getRevision() >= other.stats().getRevision() ? one : other;
    }

    private Row row(Stored stored) {
        return new Row(decoder.decode(stored.value()), stored.timestamp());
    }
}
