/** Which assets a post speaks of: the token registry, the spans that may mean a token, and which token they mean. */
package io.tokentape.topology.mention;
