/** Posts and their words: folding that keeps offsets, cutting into words, the language. Looks at no other room. */
package io.tokentape.topology.text;
