/** Which cluster a command talks to. */
package io.tokentape.standalone.cluster;
