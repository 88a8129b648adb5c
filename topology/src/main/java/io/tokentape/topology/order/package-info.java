/** Puts records that came in any order into that of the tape, a settled time behind (law 4). */
package io.tokentape.topology.order;
