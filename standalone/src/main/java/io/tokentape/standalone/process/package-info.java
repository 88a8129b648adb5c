/** How commands that run until they are stopped end. */
package io.tokentape.standalone.process;
