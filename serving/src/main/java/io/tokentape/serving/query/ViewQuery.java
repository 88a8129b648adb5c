package io.tokentape.serving.query;

import java.util.List;
import java.util.Map;

/** All that routes know of the view. Safe for use by many threads. */
public interface ViewQuery {
    /** The answer of each key, in the order of the keys; a failure is that key's own. */
    Map<String, Answer> findAll(ViewTable table, List<String> keys);

    /**
     * Asks every instance.
     *
     * @param limit rows of each instance
     * @throws io.tokentape.serving.http.ProblemException 503 when none can answer
     */
    Scan scanAll(ViewTable table, String prefix, int limit);

    /**
     * @return without a failure
     * @throws io.tokentape.serving.http.ProblemException 503 while the view restores, 502 when the owner failed
     */
    default Answer find(ViewTable table, String key) {
        Answer answer = findAll(table, List.of(key)).get(key);
        if (answer.failure() != null) {
            throw answer.failure().asException();
        }
        return answer;
    }
}
