/** Alerts as messages of a Telegram bot. */
package io.tokentape.connectors.telegram;
