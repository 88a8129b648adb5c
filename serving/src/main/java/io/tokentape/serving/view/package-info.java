/** Serving's own small Streams application: the latest of what can be asked for by key. */
package io.tokentape.serving.view;
