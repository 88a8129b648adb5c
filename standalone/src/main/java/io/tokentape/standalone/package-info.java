/** The command line: one class a command, in the package of its feature. */
package io.tokentape.standalone;
