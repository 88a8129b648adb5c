package io.tokentape.serving.query;

import io.tokentape.serving.http.Problem;

/**
 * What became of one key.
 *
 * @param stored null = there is none, or it could not be read
 * @param failure null = it could be read
 * @param copy null = the owner of the key said so
 */
public record Answer(Stored stored, Problem failure, Copy copy) {
    public static final Answer ABSENT = new Answer(null, null, null);

    /**
     * A standby's word, while the owner of the key cannot be asked.
     *
     * @param ageMillis everything that the topics held so long ago is in the copy; null = unknown
     */
    public record Copy(Long ageMillis) {}

    public static Answer of(Stored stored) {
        return new Answer(stored, null, null);
    }

    public static Answer failed(Problem failure) {
        return new Answer(null, failure, null);
    }
}
