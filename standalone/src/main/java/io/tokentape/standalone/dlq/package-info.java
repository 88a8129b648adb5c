/** Dead letters: what lies there, why, and how it gets back onto the tape. */
package io.tokentape.standalone.dlq;
