/** Notices: listings, sales, airdrops and delistings, with stage, tokens, venue and time. */
package io.tokentape.topology.notice;
