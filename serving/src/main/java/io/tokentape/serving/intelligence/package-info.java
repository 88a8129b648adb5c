/** Intelligence by id and in lists, and what it looks like as JSON. */
package io.tokentape.serving.intelligence;
