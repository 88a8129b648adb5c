/** Runs serving against a given cluster. */
package io.tokentape.standalone.serve;
