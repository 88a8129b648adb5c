/** Alerts as signed HTTP requests. */
package io.tokentape.connectors.webhook;
