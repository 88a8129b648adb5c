/** The pool to Postgres and the migrations; starts and goes on whether Postgres is there or not. */
package io.tokentape.serving.database;
