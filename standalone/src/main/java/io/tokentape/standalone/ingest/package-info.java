/** {@code tokentape ingest}: files into topics, event time kept. */
package io.tokentape.standalone.ingest;
