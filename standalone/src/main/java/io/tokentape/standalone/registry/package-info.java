/**
 * A schema registry in this process that speaks Confluent's protocol over a compacted topic: state, rules and storage
 * apart, so that the first two need no broker. For one writer; a real deployment brings its own registry, by URL.
 */
package io.tokentape.standalone.registry;
