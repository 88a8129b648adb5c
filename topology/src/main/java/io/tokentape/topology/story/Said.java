package io.tokentape.topology.story;

import io.tokentape.topology.text.TextPrint;
import java.util.Comparator;

/**
 * One post about an asset, as far as stories go.
 *
 * @param id of its intelligence
 * @param at when we learned it, epoch milliseconds
 * @param source {@code <source>:<author or channel>}
 */
public record Said(String id, long at, String source, TextPrint print) {
    /** The order in which posts are told. */
    static final Comparator<Said> IN_ORDER = Comparator.comparingLong(Said::at).thenComparing(Said::id);
}
