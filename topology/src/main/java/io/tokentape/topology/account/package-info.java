/**
 * The books of the tape (law 5): what became of every record read, as state of the step that read it. The first of the
 * rooms, since every step keeps books.
 */
package io.tokentape.topology.account;
