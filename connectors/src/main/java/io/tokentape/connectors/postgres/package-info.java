/** The Connect sink that keeps the Postgres projection of {@code intelligence}. */
package io.tokentape.connectors.postgres;
