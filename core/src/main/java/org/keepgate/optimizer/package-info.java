/** From a gradient to stepped parameters: clipping, optimizers, learning rate schedules. */
@NullMarked
package org.keepgate.optimizer;

import org.jspecify.annotations.NullMarked;
