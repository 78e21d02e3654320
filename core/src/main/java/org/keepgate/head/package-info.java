/** Output heads: from the activations of the last layer to predictions, loss and its gradient. */
@NullMarked
package org.keepgate.head;

import org.jspecify.annotations.NullMarked;
