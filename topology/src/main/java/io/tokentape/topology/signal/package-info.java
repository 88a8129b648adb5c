/** Trading calls in posts: a generic reader of instrument, side, levels and leverage. */
package io.tokentape.topology.signal;
