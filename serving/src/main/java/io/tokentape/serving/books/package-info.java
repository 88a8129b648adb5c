/** Whether the books of the topologies close, as a metric. */
package io.tokentape.serving.books;
