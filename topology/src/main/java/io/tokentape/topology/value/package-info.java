/** How much a post matters: an open sum of named terms. */
package io.tokentape.topology.value;
