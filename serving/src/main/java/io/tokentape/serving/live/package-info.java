/** The live feed: one reader of the topic, any number of clients. The hub is plain Java; the socket is a thin edge. */
package io.tokentape.serving.live;
