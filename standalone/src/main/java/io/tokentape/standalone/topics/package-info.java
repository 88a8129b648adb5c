/** The catalogue's topics on a cluster: created, listed, checked. */
package io.tokentape.standalone.topics;
