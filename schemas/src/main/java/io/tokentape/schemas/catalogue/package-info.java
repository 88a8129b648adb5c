/** The topic catalogue: what is on the tape, declared once. */
package io.tokentape.schemas.catalogue;
