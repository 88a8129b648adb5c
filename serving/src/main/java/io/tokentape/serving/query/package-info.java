/** Reads by key: from this instance's own stores, or by one hop from the instance that owns the key. */
package io.tokentape.serving.query;
