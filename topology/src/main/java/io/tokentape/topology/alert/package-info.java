/**
 * What someone should look at now. Each kind of alert is a pure machine over the events of one subject; cases, evidence,
 * escalation and retraction are the engine's, once for all of them.
 */
package io.tokentape.topology.alert;
