/** Everything in one process: broker, registry, Postgres, Connect, topology and serving. */
package io.tokentape.standalone.up;
