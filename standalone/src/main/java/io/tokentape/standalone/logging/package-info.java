/** Where log lines of the command line go: standard error, or a file of `up`. Never standard output, which is data. */
package io.tokentape.standalone.logging;
