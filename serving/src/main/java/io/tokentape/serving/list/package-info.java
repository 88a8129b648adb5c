/** What lists over history share: an order, newest first with ties by id, and places in it. */
package io.tokentape.serving.list;
