/** Statistics of tokens: the latest of one, and which are talked about most. */
package io.tokentape.serving.stats;
