/**
 * The file formats of posts, candles, states and tokens, and the Connect source that reads files of posts. A parser turns
 * one line into one record of the tape or says why it cannot.
 */
package io.tokentape.connectors.files;
