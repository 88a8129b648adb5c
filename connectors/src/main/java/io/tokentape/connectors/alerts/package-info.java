/** What the sinks of alerts have in common: filter, wording, order and retries. */
package io.tokentape.connectors.alerts;
