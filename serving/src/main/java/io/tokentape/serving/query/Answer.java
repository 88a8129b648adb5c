package io.tokentape.serving.query;

import io.tokentape.serving.http.Problem;

/**
 * What became of one key.
 *
 * @param stored null = there is none, or it could not be read
 * @param failure null = it could be read
 */
public record Answer(Stored stored, Problem failure) {
    public static final Answer ABSENT = new Answer(null, null);

    public static Answer of(Stored stored) {
        return new Answer(stored, null);
    }

    public static Answer failed(Problem failure) {
        return new Answer(null, failure);
    }
}
