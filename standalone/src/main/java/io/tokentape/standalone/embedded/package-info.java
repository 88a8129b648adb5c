/** Broker, Postgres and Connect inside this process, for `up`, `bench` and the integration tests. All of it on loopback. */
package io.tokentape.standalone.embedded;
