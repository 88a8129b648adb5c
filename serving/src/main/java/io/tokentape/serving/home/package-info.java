/** What a visitor meets first: the page, who we are, and a ping. */
package io.tokentape.serving.home;
