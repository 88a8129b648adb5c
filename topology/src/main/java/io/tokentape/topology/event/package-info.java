/** What kind of event a post speaks of. */
package io.tokentape.topology.event;
