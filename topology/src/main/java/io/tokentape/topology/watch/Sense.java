package io.tokentape.topology.watch;

/** What a phrase stands for on a list. */
sealed interface Sense {
    /**
     * Whether it is found only behind {@code #}: the words of a phrase glued together.
     */
    boolean hashtagOnly();

    /** A name of a company. */
    record Name(String company, boolean capital, boolean hashtagOnly) implements Sense {}

    /**
     * A keyword.
     *
     * @param language of the posts it is looked for in; null = all
     */
    record Keyword(String text, int tier, String language, boolean hashtagOnly) implements Sense {}
}
