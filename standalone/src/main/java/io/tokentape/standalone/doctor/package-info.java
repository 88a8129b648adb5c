/** Looks at this machine and the cluster and says what is wrong and how to mend it. */
package io.tokentape.standalone.doctor;
