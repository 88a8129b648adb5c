/** The web server: threads, errors as problems, parameters, request metrics. Knows no resource. */
package io.tokentape.serving.http;
