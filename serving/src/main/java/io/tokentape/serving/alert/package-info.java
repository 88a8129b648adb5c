/** Alerts: lists over history from the projection, and their JSON form. */
package io.tokentape.serving.alert;
