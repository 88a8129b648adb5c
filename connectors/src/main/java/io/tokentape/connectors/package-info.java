/** Kafka Connect plugins, one package each. */
package io.tokentape.connectors;
