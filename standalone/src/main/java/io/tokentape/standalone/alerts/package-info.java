/** The command that asks what other thresholds would have told. */
package io.tokentape.standalone.alerts;
