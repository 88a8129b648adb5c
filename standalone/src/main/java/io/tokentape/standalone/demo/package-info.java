/**
 * A market that never was, with posts about it: seeded, so that the same seed gives the same bytes, and with known truth.
 * Names of assets are real, everything said and every price is made up; authors and channels begin with {@code demo}.
 */
package io.tokentape.standalone.demo;
