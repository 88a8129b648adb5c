/** Tokens: their latest state and their names. */
package io.tokentape.serving.token;
