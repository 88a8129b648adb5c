/** Whether serving and what it needs are well. */
package io.tokentape.serving.health;
