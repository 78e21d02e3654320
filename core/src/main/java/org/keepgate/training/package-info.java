/** Training on one machine: regimes of back-propagation, the local trainer, early stopping. */
@NullMarked
package org.keepgate.training;

import org.jspecify.annotations.NullMarked;
