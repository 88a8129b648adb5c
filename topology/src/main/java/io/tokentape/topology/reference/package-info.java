/** Reading reference data into the memory of every instance. */
package io.tokentape.topology.reference;
