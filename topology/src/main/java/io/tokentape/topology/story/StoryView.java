package io.tokentape.topology.story;

/**
 * A story as it was known at a moment.
 *
 * @param id of the intelligence of its first post
 * @param firstAt when that was learned, epoch milliseconds
 * @param firstSource {@code <source>:<author or channel>} of that post
 * @param size posts that told it
 * @param sources distinct sources that told it, an estimate beyond {@value DistinctCount#EXACT_UP_TO}
 */
public record StoryView(String id, long firstAt, String firstSource, int size, int sources) {}
