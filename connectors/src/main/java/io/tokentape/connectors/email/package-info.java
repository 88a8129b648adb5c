/** Alerts as mail. */
package io.tokentape.connectors.email;
