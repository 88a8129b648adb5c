/** What serving is made of: its configuration and its start. */
package io.tokentape.serving;
