/** {@code tokentape analyze}: posts in, what was found in them out, without Kafka. */
package io.tokentape.standalone.analyze;
