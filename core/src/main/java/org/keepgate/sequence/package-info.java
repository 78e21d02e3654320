/** Sequences and their targets, what encodes them, and the packed minibatches made of them. */
@NullMarked
package org.keepgate.sequence;

import org.jspecify.annotations.NullMarked;
